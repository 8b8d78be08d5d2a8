// Signs in, asks for the session and signs out, on a service that has the user. Each of the wasm's parts is needed.

export async function signInAndOut(auth, { username, password }) {
  const user = await auth.signIn(username, password);
  const session = await auth.currentSession();
  const { CodeDeliveryDetails } = await auth.forgotPassword(username);
  await auth.signOut();
  return {
    username: user.username,
    email: user.attributes.email,
    isValid: session.isValid(),
    sentBy: CodeDeliveryDetails.DeliveryMedium,
    afterwards: await auth.currentSession().catch((error) => error),
  };
}
