import { type ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Manifest } from '../manifest/manifest';
import { createObject } from '../manifest/manifest-object';
import type { Problem } from '../problem/problem';
import { reportProblems } from '../problem/report';

/** Makes an object below a construct, or none where something is wrong, which is reported. */
export function createChecked(
  construct: Construct,
  problems: readonly Problem[],
  plan: (namespace: string | undefined) => Manifest,
): ApiObject | undefined {
  reportProblems(construct, problems);
  if (problems.length > 0) return undefined;
  return createObject(construct, plan(Chart.of(construct).namespace));
}
