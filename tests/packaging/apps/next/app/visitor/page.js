// The same page where no proxy has looked at the request.
export { default } from '../account/page.js';
