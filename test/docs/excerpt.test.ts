import { findStranger } from './excerpt';

const WHOLE = `kind: Service
spec:
  ports:
  - name: http
    port: 80
`;

test.each([
  ['the whole', WHOLE],
  ['lines that follow each other', 'spec:\n  ports:\n'],
  ['lines moved to the left', '- name: http\n  port: 80\n'],
  ['lines around a gap', 'kind: Service\n# ...\nport: 80\n'],
])('finds %s', (_, shown) => {
  expect(findStranger(shown, WHOLE)).toBeUndefined();
});

test.each([
  ['a line that is not there', 'kind: Service\nspec: {}\n', 'kind: Service\nspec: {}'],
  ['a line left out without a gap', 'spec:\n  - name: http\n', 'spec:\n  - name: http'],
  ['another order', 'port: 80\n# ...\nkind: Service\n', 'kind: Service'],
  ['another indentation', '- name: http\nport: 80\n', '- name: http\nport: 80'],
])('rejects %s', (_, shown, stranger) => {
  expect(findStranger(shown, WHOLE)).toBe(stranger);
});
