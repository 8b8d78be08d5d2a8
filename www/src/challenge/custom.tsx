import type { ChallengeParameters } from 'cognito-auth-wasm';
import { sendCustomChallengeAnswer } from '../challenge';
import { challenged } from '../auth';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { View } from '../ui/view';
import { StartAgain } from './start-again';

/** Cognito adds it to what the pool's trigger sent. */
const OWN = new Set(['USERNAME']);

export function CustomChallenge({ parameters }: { parameters: ChallengeParameters | undefined }) {
  const shown = Object.entries(parameters ?? {}).filter(([name]) => !OWN.has(name));
  const again = (challenged.value?.round ?? 1) > 1;
  return (
    <View
      title={again ? 'One more question' : 'A question from the pool'}
      lead="The user pool asks a question of its own, by its Lambda triggers."
    >
      {shown.length > 0 && (
        <dl class="question">
          {shown.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <Form submit="Answer" onSubmit={({ answer = '' }) => sendCustomChallengeAnswer(answer)}>
        <Field name="answer" label="Your answer" missing="Enter your answer." autocomplete="off" focus />
      </Form>
      <StartAgain />
    </View>
  );
}
