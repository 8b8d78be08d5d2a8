import { selectFactor } from '../challenge';
import { namesIn } from '../words';
import { Choice } from '../ui/choice';
import { Form } from '../ui/form';
import { View } from '../ui/view';
import { StartAgain } from './start-again';
import { factorOption } from './factor-icon';

/** `choices` is JSON text, as Cognito sends it. */
export function SelectFactorChallenge({ choices }: { choices: string | undefined }) {
  const names = namesIn(choices);
  return (
    <View title="Choose a second factor" lead="Your account has more than one.">
      <Form submit="Continue" onSubmit={({ factor = '' }) => selectFactor(factor)}>
        <Choice name="factor" legend="Second factor" hideLegend selected={names[0]} options={names.map(factorOption)} />
      </Form>
      <StartAgain />
    </View>
  );
}
