import { checkCron, checkTimeZone } from '../../lib/kubernetes/cron';

test.each([
  '0 18 * * *',
  '*/5 0-23/2 1,15 JAN-MAR mon-fri',
  '59 23 31 12 6',
  '@daily',
  '? ? ? ? ?',
])('takes %s', (schedule) => {
  expect(checkCron('schedule', schedule)).toEqual([]);
});

test.each([
  ['60 18 * * *', 'minute'],
  ['0 24 * * *', 'hour'],
  ['0 0 0 * *', 'day of the month'],
  ['0 0 32 * *', 'day of the month'],
  ['0 0 * 13 *', 'month'],
  ['0 0 * FEV *', 'month'],
  ['0 0 * * 7', 'day of the week'],
  ['0 0 * * 5-1', 'day of the week'],
  ['0 0 * * 1-2-3', 'day of the week'],
  ['0 0 * * MON-FRY', 'day of the week'],
  ['0 0 * * 1-', 'day of the week'],
  ['*/0 0 * * *', 'minute'],
  ['1//2 0 * * *', 'minute'],
  ['5, 0 * * *', 'minute'],
])('refuses %s, and names the %s', (schedule, field) => {
  expect(checkCron('schedule', schedule)).toEqual([
    {
      field: 'schedule',
      message: expect.stringMatching(new RegExp(`^got ".*", allowed as the ${field} `)),
    },
  ]);
});

test.each(['0 0 30 2 *', '0 0 31 2,APR,6/5,sep *', '0 0 31 4-6/2 ?', '0 0 30-31 FEB *'])(
  'refuses %s, which never comes',
  (schedule) => {
    expect(checkCron('schedule', schedule)).toEqual([
      {
        field: 'schedule',
        message: `got "${schedule}", allowed a day that one of its months has: this one never comes`,
      },
    ]);
  },
);

test.each([
  '0 0 29 2 *',
  '0 0 30 2 MON',
  '0 0 31 2-3 *',
  '0 0 31 4/3 *',
  '0 0 31,1 2 *',
  '0 0 31/2 * *',
  '0 0 */2 2 *',
  '0 0 ? 2 ?',
])('takes %s, which comes at times', (schedule) => {
  expect(checkCron('schedule', schedule)).toEqual([]);
});

test.each(['', '0 18 * *', '0 18 * * * *', '@reboot'])('refuses %j as a whole', (schedule) => {
  expect(checkCron('schedule', schedule)).toEqual([
    { field: 'schedule', message: expect.stringContaining('allowed five fields') },
  ]);
});

test('knows time zones by their names in the IANA database', () => {
  expect(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'].flatMap(zone)).toEqual([]);
  expect(['Berlin', '+02:00', '', 'Europe/Atlantis'].map((name) => zone(name).length)).toEqual([
    1, 1, 1, 1,
  ]);
});

function zone(name: string) {
  return checkTimeZone('timeZone', name);
}
