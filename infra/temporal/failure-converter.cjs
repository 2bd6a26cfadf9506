'use strict';
// CommonJS, because both the worker and the workflow bundle load it by path. Failure messages and
// stack traces go through the payload codec like everything else.
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
