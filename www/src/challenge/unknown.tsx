import { leaveChallenge } from '../auth';
import { View } from '../ui/view';

export function UnknownChallenge({
  name,
  parameters,
}: {
  name: string;
  parameters: Record<string, string> | undefined;
}) {
  const shown = Object.entries(parameters ?? {});
  return (
    <View
      title="A step this page does not know"
      lead={
        <>
          The user pool asks for <code>{name}</code>. Amplify v5 has no method that answers it.
        </>
      }
    >
      {shown.length > 0 && (
        <dl class="question">
          {shown.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p>Nobody is signed in.</p>
      <p>
        <a class="button secondary" href="#/sign-in" onClick={() => void leaveChallenge()}>
          Back to sign in
        </a>
      </p>
    </View>
  );
}
