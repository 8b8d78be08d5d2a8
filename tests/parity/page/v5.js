import './recorder.js';
import * as api from './v5-api.js';
import { stage } from './stage.js';

stage(api);
