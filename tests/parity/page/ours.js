import './recorder.js';
import * as api from 'cognito-auth-wasm';
import { stage } from './stage.js';

stage(api);
