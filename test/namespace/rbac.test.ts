import { planDeployer, planPeople } from '../../lib/namespace/rbac';

const LABELS = { team: 'shop' };

function granted(): readonly { apiGroups: string[]; resources: string[]; verbs: string[] }[] {
  return planDeployer('shop-qa', LABELS).flatMap(({ rules }) =>
    JSON.parse(JSON.stringify(rules ?? [])),
  );
}

describe('the deployer', () => {
  test('is a service account with a role in its namespace', () => {
    const [account, role, binding] = planDeployer('shop-qa', LABELS);
    expect(account).toEqual({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'deployer', labels: LABELS },
      automountServiceAccountToken: false,
    });
    expect(role).toMatchObject({ kind: 'Role', metadata: { name: 'deployer', labels: LABELS } });
    expect(binding).toMatchObject({
      kind: 'RoleBinding',
      roleRef: { kind: 'Role', name: 'deployer' },
      subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'shop-qa' }],
    });
  });

  test('is granted nothing by which it gets more', () => {
    const words = granted().flatMap(({ apiGroups, resources, verbs }) => [
      ...apiGroups,
      ...resources,
      ...verbs,
    ]);
    expect(words).toContain('deployments');
    for (const word of ['*', 'secrets', 'roles', 'rolebindings', 'pods/exec', 'impersonate'])
      expect(words).not.toContain(word);
  });
});

describe('people', () => {
  const shown = (...args: Parameters<typeof planPeople>) =>
    planPeople(...args).map(({ kind, metadata, roleRef, subjects }) =>
      JSON.parse(JSON.stringify({ kind, name: metadata.name, roleRef, subjects })),
    );
  const group = (name: string) => ({
    kind: 'Group',
    apiGroup: 'rbac.authorization.k8s.io',
    name,
  });

  test('are nobody where nobody is named', () => {
    expect(planPeople(undefined, LABELS)).toEqual([]);
    expect(planPeople({ readers: [], onCall: [] }, LABELS)).toEqual([]);
  });

  test('who read may view, and no more', () => {
    expect(shown({ readers: ['shop', 'shop'] }, LABELS)).toEqual([
      {
        kind: 'RoleBinding',
        name: 'readers',
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [group('shop')],
      },
    ]);
  });

  test('who are on call may view, and step in', () => {
    expect(shown({ readers: ['shop'], onCall: ['sre'] }, LABELS)).toEqual([
      expect.objectContaining({ name: 'readers', subjects: [group('shop'), group('sre')] }),
      { kind: 'Role', name: 'on-call' },
      expect.objectContaining({
        name: 'on-call',
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'on-call' },
        subjects: [group('sre')],
      }),
    ]);
  });
});
