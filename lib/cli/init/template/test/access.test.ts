import { createRepo } from '../repo';

test('the policies open the declared calls, and nothing else', () => {
  expect(createRepo().checkAccess()).toEqual([]);
});
