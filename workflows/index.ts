export { agency } from './agency/workflow.js';
export { serviceOnboarding } from './onboarding/workflow.js';
