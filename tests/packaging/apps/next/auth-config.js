export const config = JSON.parse(process.env.AUTH_CONFIG ?? '{}');
