import { type ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Manifest } from '../manifest/manifest';
import { ManifestObject } from '../manifest/manifest-object';
import type { Problem } from '../problem/problem';
import { freeId, reportProblems } from '../problem/report';

/** Makes an object below a construct, or none where something is wrong, which is reported. */
export function createObject(
  construct: Construct,
  problems: readonly Problem[],
  plan: (namespace: string | undefined) => Manifest,
): ApiObject | undefined {
  reportProblems(construct, problems);
  if (problems.length > 0) return undefined;
  const manifest = plan(Chart.of(construct).namespace);
  const id = freeId(construct, `${manifest.kind}-${manifest.metadata.name}`);
  return new ManifestObject(construct, id, manifest);
}
