// Before each test file: where no stack of the tests has set keys, payloads are left as they are.
process.env['PRASAN_CODEC_KEYS'] ??= 'none';

export {};
