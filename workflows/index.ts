export { agency } from './agency/workflow.js';
export { appeal } from './appeal/workflow.js';
export { nationalCalendar } from './calendar/workflow.js';
export { reclockingCampaign } from './campaign/workflow.js';
export { citizensManual } from './manual/workflow.js';
export { registerImport } from './register/workflow.js';
export { citizenRequest } from './request/workflow.js';
export { serviceOnboarding } from './onboarding/workflow.js';
