export const signInEn = {
  'signIn.title': 'Sign in',
  'signIn.answer': 'Sign in to see where every order is, and why.',
  'signIn.name': 'Name',
  'signIn.password': 'Password',
  'signIn.do': 'Sign in',
  'signIn.with': 'Sign in with {provider}',
  'signIn.or': 'or',
  'signIn.wrong': 'Name or password is wrong.',
  'signIn.none': 'No way to sign in is configured. Whoever runs Orderwatch sets up OpenID Connect or local users.',
} as const;
