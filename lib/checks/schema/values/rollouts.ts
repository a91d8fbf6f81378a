import { fieldsOf, itemsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { wrongValue } from '../../../problem/problem';
import type { Refusal } from './refusal';

/** Finds weights that Argo Rollouts refuses. */
export function checkWeights({ spec }: Manifest): readonly Refusal[] {
  const { steps, trafficRouting } = fieldsOf(fieldsOf(fieldsOf(spec).strategy).canary);
  const { maxTrafficWeight } = fieldsOf(trafficRouting);
  const most = typeof maxTrafficWeight === 'number' ? maxTrafficWeight : 100;
  return itemsOf(steps).flatMap((step, index) => {
    const { setWeight } = fieldsOf(step);
    return typeof setWeight !== 'number' || (setWeight >= 0 && setWeight <= most)
      ? []
      : [wrongValue(`spec.strategy.canary.steps[${index}].setWeight`, setWeight, `0 to ${most}`)];
  });
}
