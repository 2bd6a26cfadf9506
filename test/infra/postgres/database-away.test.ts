import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { isDatabaseAway, isDatabaseEmpty } from '../../../infra/postgres/database-away.js';

function withCode(code: string): Error {
  return Object.assign(new Error('it failed'), { code });
}

describe('PostgreSQL counts as away', () => {
  test.each([
    ['refuses connections', 'ECONNREFUSED'],
    ['is not known by name', 'ENOTFOUND'],
    ['breaks the connection off', '08006'],
    ['does not let us in', '28P01'],
    ['has no such database yet', '3D000'],
    ['gives way to another transaction', '40P01'],
    ['has no room left', '53100'],
    ['is shutting down', '57P01'],
    ['cannot read its disk', '58030'],
    ['only reads, as a standby', '25006'],
  ])('when it %s (%s)', (_, code) => {
    expect(isDatabaseAway(withCode(code))).toBe(true);
  });

  test.each([
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Client has encountered a connection error and is not queryable',
  ])('when its client says: %s', (message) => {
    expect(isDatabaseAway(new Error(message))).toBe(true);
  });

  test('when nobody listens at its port', async () => {
    const error = await new Promise((resolve) => connect(1, '127.0.0.1').once('error', resolve));
    expect(isDatabaseAway(error)).toBe(true);
  });
});

describe('PostgreSQL does not count as away', () => {
  test.each([
    ['a value that does not fit', '22007'],
    ['a rule of a table', '23514'],
    ['a column that is not there', '42703'],
    ['a table that is not there', '42P01'],
    ['a key that is too long', '54000'],
    ['an exception of a function', 'P0001'],
  ])('for %s (%s)', (_, code) => {
    expect(isDatabaseAway(withCode(code))).toBe(false);
  });

  test.each([new TypeError('x is not a function'), 'a text', null, undefined])(
    'for an error of our own: %s',
    (error) => {
      expect(isDatabaseAway(error)).toBe(false);
    },
  );
});

test('tables that are to come are told apart, for those who only read', () => {
  expect(isDatabaseEmpty(withCode('42P01'))).toBe(true);
  expect(isDatabaseEmpty(withCode('ECONNREFUSED'))).toBe(false);
});
