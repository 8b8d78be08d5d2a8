import { selectChallenge } from '../challenge';
import { Form } from '../ui/form';
import { View } from '../ui/view';
import { StartAgain } from './start-again';

export function PasskeyChallenge() {
  return (
    <View title="Use your passkey" lead="This browser asks for your finger, your face or a PIN.">
      <Form submit="Use the passkey" onSubmit={() => selectChallenge('WEB_AUTHN', undefined)}>
        {null}
      </Form>
      <StartAgain />
    </View>
  );
}
