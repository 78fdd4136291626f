/** Everything a host needs to run devices; loads no driver and no native code. */
export { createSupervisedBridge, type SupervisedBridgeOptions } from '../core/supervised-bridge.ts';
export { createForkLauncher } from '../process/launch.ts';
