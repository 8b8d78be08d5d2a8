import { challenged } from '../auth';
import { Intro } from '../intro';
import { View } from '../ui/view';
import { describeChallenge } from '../words';

export function Challenge() {
  const name = challenged.value?.challengeName ?? '';
  return (
    <Intro later>
      <View title="One more step" lead={describeChallenge(name)}>
        <p>The password was right. Answering <code>{name}</code> comes in a later version of the package, so this sign-in ends here.</p>
        <p><a class="button secondary" href="#/sign-in">Back to sign in</a></p>
      </View>
    </Intro>
  );
}
