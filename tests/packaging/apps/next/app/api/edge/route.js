import { AuthClass } from 'cognito-auth-wasm';
import { config } from '../../../auth-config.js';
import { answer } from '../../../requests.js';

export const runtime = 'edge';

const handle = (request) => answer(AuthClass, config, request);
export { handle as GET, handle as POST, handle as DELETE };
