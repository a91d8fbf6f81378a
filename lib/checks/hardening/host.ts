import { fieldsOf, itemsOf } from '../../manifest/fields';
import { findEach, NONE, type Violation } from './finding';
import { isAbsent, isOff, ofField, ofSecurity, type Pod, violation } from './pod';

/** Windows containers with the rights of the node. */
export function findHostProcess({ all }: Pod): readonly Violation[] {
  return findEach(all, (one) => {
    const { hostProcess } = fieldsOf(one.security.windowsOptions);
    return isOff(hostProcess)
      ? NONE
      : ofSecurity(one, 'windowsOptions.hostProcess', hostProcess, 'false or nothing');
  });
}

const NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'];

/** The node's network, processes or memory. */
export function findHostNamespaces({ whole }: Pod): readonly Violation[] {
  return findEach(NAMESPACES, (key) => {
    const value = whole.fields[key];
    return isOff(value) ? NONE : ofField(whole, key, value, 'false or nothing');
  });
}

/** Folders of the node. */
export function findHostPathVolumes({ volumes }: Pod): readonly Violation[] {
  return findEach(volumes, ({ path, fields: { hostPath } }) =>
    isAbsent(hostPath)
      ? NONE
      : [violation(`${path}.hostPath`, hostPath, 'no hostPath: emptyDir or a claim')],
  );
}

/** Ports of the node. */
export function findHostPorts({ containers }: Pod): readonly Violation[] {
  return findEach(containers, (container) =>
    findEach(itemsOf(container.fields.ports), (port, index) => {
      const { hostPort } = fieldsOf(port);
      return isAbsent(hostPort) || hostPort === 0
        ? NONE
        : ofField(container, `ports[${index}].hostPort`, hostPort, '0 or nothing');
    }),
  );
}
