// An authenticator of WebCrypto's, in place of the browser's: for browsers whose own cannot be driven, and for Node.

/**
 * Puts `navigator.credentials` and `PublicKeyCredential` into the page, as old browsers have them: without conversions from
 * and to JSON. Gives what the authenticator can be told: `agrees`, whether the user agrees at once or keeps the dialogue
 * open; `passkeys`, by their IDs. Self-contained, since a driver sends its text to a page.
 *
 * @param {{ origin?: string, track?: <T>(dialogue: Promise<T>) => Promise<T> }} options `track` sees each dialogue that
 *   the user agrees to at once.
 */
export function installAuthenticator({ origin = globalThis.location?.origin, track = (dialogue) => dialogue } = {}) {
  const PRESENT_AND_VERIFIED = 0x05;
  const NEW_KEY = 0x40;
  const authenticator = { agrees: true, passkeys: new Map(), dialogues: 0 };
  let isOpen = false;

  const join = (...parts) => {
    const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let end = 0;
    for (const part of parts) {
      bytes.set(part, end);
      end += part.length;
    }
    return bytes;
  };
  const textBytes = (text) => new TextEncoder().encode(text);
  const base64url = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  const fromBase64url = (text) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  /** The bytes of an ArrayBuffer or a view. Text is none: a browser throws then. */
  const bytesOf = (source) => {
    if (source instanceof ArrayBuffer) return new Uint8Array(source);
    if (!ArrayBuffer.isView(source)) throw new TypeError('Not of type BufferSource');
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  };

  class Response {
    constructor(members) {
      Object.assign(this, members);
    }
  }
  class AuthenticatorAttestationResponse extends Response {
    #told;
    constructor(members, told) {
      super(members);
      this.#told = told;
    }
    getAuthenticatorData() {
      return this.#told.authenticatorData;
    }
    getPublicKey() {
      return this.#told.publicKey;
    }
    getPublicKeyAlgorithm() {
      return -7;
    }
    getTransports() {
      return ['internal'];
    }
  }
  class AuthenticatorAssertionResponse extends Response {}
  class PublicKeyCredential {
    type = 'public-key';
    authenticatorAttachment = 'platform';
    constructor(id, response) {
      this.id = base64url(id);
      this.rawId = id.buffer;
      this.response = response;
    }
    getClientExtensionResults() {
      return {};
    }
    static async isConditionalMediationAvailable() {
      return true;
    }
    static async isUserVerifyingPlatformAuthenticatorAvailable() {
      return true;
    }
    static async signalUnknownCredential({ credentialId }) {
      authenticator.passkeys.delete(credentialId);
    }
  }

  const checkRelyingParty = (id) => {
    const { hostname } = new URL(origin);
    if (hostname !== id && !hostname.endsWith(`.${id}`))
      throw new DOMException('The relying party ID is not a suffix of the domain.', 'SecurityError');
  };
  const clientData = (type, challenge) =>
    textBytes(JSON.stringify({ type, challenge: base64url(bytesOf(challenge)), origin, crossOrigin: false }));
  const counterOf = ({ counter }) => new Uint8Array(new Uint32Array([counter]).buffer).reverse();
  const held = (list, relyingParty) =>
    list
      .map(({ id }) => authenticator.passkeys.get(base64url(bytesOf(id))))
      .filter((passkey) => passkey?.relyingParty === relyingParty);

  async function make({ rp, user, challenge, pubKeyCredParams, excludeCredentials = [] }) {
    checkRelyingParty(rp.id);
    if (held(excludeCredentials, rp.id).length) throw new DOMException('It is there already.', 'InvalidStateError');
    if (!pubKeyCredParams.some(({ alg }) => alg === -7)) throw new DOMException('No such key.', 'NotAllowedError');
    const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    const { x, y } = await crypto.subtle.exportKey('jwk', publicKey);
    const id = crypto.getRandomValues(new Uint8Array(16));
    const passkey = { relyingParty: rp.id, userHandle: bytesOf(user.id).slice().buffer, privateKey, counter: 0, id };
    // COSE: an EC2 key, ES256, on P-256.
    const key = join(
      [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01],
      [0x21, 0x58, 32, ...fromBase64url(x)],
      [0x22, 0x58, 32, ...fromBase64url(y)],
    );
    const authenticatorData = join(
      await sha256(textBytes(rp.id)),
      [PRESENT_AND_VERIFIED | NEW_KEY],
      counterOf(passkey),
      new Uint8Array(16),
      [0, id.length],
      id,
      key,
    );
    // CBOR: { fmt: 'none', attStmt: {}, authData }.
    const attestationObject = join(
      [0xa3, 0x63, ...textBytes('fmt'), 0x64, ...textBytes('none')],
      [0x67, ...textBytes('attStmt'), 0xa0],
      [0x68, ...textBytes('authData'), 0x58, authenticatorData.length],
      authenticatorData,
    );
    authenticator.passkeys.set(base64url(id), passkey);
    return new PublicKeyCredential(
      id,
      new AuthenticatorAttestationResponse(
        {
          clientDataJSON: clientData('webauthn.create', challenge).buffer,
          attestationObject: attestationObject.buffer,
        },
        { authenticatorData: authenticatorData.buffer, publicKey: await crypto.subtle.exportKey('spki', publicKey) },
      ),
    );
  }

  /** WebCrypto's signature, two numbers one after the other, as a sequence of DER. */
  const inDer = (signature) => {
    const number = (bytes) => {
      const start = bytes.findIndex((byte) => byte);
      const short = bytes.slice(start);
      return [0x02, short.length + (short[0] >> 7), ...(short[0] >> 7 ? [0] : []), ...short];
    };
    const numbers = [...number(signature.slice(0, 32)), ...number(signature.slice(32))];
    return new Uint8Array([0x30, numbers.length, ...numbers]);
  };

  async function assert({ rpId, challenge, allowCredentials = [] }) {
    checkRelyingParty(rpId);
    const [passkey] = held(allowCredentials, rpId);
    if (!passkey) throw new DOMException('The operation was not allowed.', 'NotAllowedError');
    passkey.counter++;
    const clientDataJSON = clientData('webauthn.get', challenge);
    const authenticatorData = join(await sha256(textBytes(rpId)), [PRESENT_AND_VERIFIED], counterOf(passkey));
    const signed = join(authenticatorData, await sha256(clientDataJSON));
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, passkey.privateKey, signed);
    return new PublicKeyCredential(
      passkey.id,
      new AuthenticatorAssertionResponse({
        clientDataJSON: clientDataJSON.buffer,
        authenticatorData: authenticatorData.buffer,
        signature: inDer(new Uint8Array(signature)).buffer,
        userHandle: passkey.userHandle,
      }),
    );
  }

  /** A dialogue: one at a time, until the user agrees or the page ends it. */
  async function dialogue(signal, work) {
    signal?.throwIfAborted();
    if (isOpen) throw new DOMException('A request is already pending.', 'OperationError');
    isOpen = true;
    authenticator.dialogues++;
    try {
      if (authenticator.agrees) return await track(work());
      return await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    } finally {
      isOpen = false;
    }
  }

  const credentials = {
    create: ({ publicKey, signal }) => dialogue(signal, () => make(publicKey)),
    get: ({ publicKey, signal }) => dialogue(signal, () => assert(publicKey)),
  };
  Object.defineProperty(globalThis.navigator, 'credentials', { value: credentials, configurable: true });
  // A driver's script has another global object than the page, in Firefox.
  Object.assign(globalThis.window ?? globalThis, {
    PublicKeyCredential,
    AuthenticatorAttestationResponse,
    AuthenticatorAssertionResponse,
  });
  return authenticator;
}
