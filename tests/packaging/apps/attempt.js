// What every environment does: configure, sign up, sign in with a password that the service refuses, and ask for a code.
// The sign-in needs SRP, so it shows that the wasm was loaded and ran; the code is the business of its second part.

export async function attempt({ Amplify, Auth }, endpoint, clientId) {
  Amplify.configure({ Auth: { userPoolId: 'eu-west-1_AbCdEf123', userPoolWebClientId: clientId, endpoint } });
  const { user, userSub, userConfirmed } = await Auth.signUp({
    username: 'ana',
    password: 'Secret-123',
    attributes: { email: 'ana@example.com' },
  });
  const refused = await Auth.signIn('ana', 'Wrong-123').then(
    () => undefined,
    ({ name, code, message }) => ({ name, code, message }),
  );
  const { CodeDeliveryDetails } = await Auth.forgotPassword('ana');
  return { username: user.getUsername(), userSub, userConfirmed, refused, sentBy: CodeDeliveryDetails.DeliveryMedium };
}
