/** What a page shows of what `useUser` gives. */
export function greeting(user) {
  if (user === undefined) return 'One moment';
  return user ? `Hello ${user.attributes.email}` : 'Nobody is signed in';
}
