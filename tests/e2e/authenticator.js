// Chromium's virtual authenticator.
const OPTIONS = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
};

/** An authenticator of the browser's, and the ways to change it. */
export class Authenticator {
  constructor(session, id) {
    this.session = session;
    this.authenticatorId = id;
  }

  static async of(page) {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable', { enableUI: false });
    return new Authenticator(session).add();
  }

  /** One more, in place of this one. */
  async add(options) {
    const { authenticatorId } = await this.session.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...OPTIONS, ...options },
    });
    return new Authenticator(this.session, authenticatorId);
  }

  #send(method, params) {
    return this.session.send(`WebAuthn.${method}`, { authenticatorId: this.authenticatorId, ...params });
  }

  /** Whether the user agrees at once, or keeps the dialogue open. */
  agrees(enabled) {
    return this.#send('setAutomaticPresenceSimulation', { enabled });
  }

  isVerified(isUserVerified) {
    return this.#send('setUserVerified', { isUserVerified });
  }

  override(bits) {
    return this.#send('setResponseOverrideBits', bits);
  }

  async ids() {
    const { credentials } = await this.#send('getCredentials');
    return credentials.map(({ credentialId }) =>
      credentialId.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, ''),
    );
  }

  clear() {
    return this.#send('clearCredentials');
  }
}
