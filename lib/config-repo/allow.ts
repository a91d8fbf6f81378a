import type { IConstruct } from 'constructs';
import type { RuleId } from '../checks/registry';
import { requireConstruct } from '../manifest/require';
import { addWaiver } from '../manifest/waiver';
import { requireCall } from '../shape/check';

/**
 * Allows what a rule finds in a construct and in all that is below it: with the reason, which whoever reads
 * the code is owed. A waiver that allows nothing is warned of.
 * @param rule - id, as it stands with each finding: docs/checks.md lists them all
 * @param reason - `because the agent reads the node's logs`
 */
export function allow(construct: IConstruct, rule: RuleId, reason: string): void {
  requireConstruct('allow()', construct, "allow(this, 'rule', 'because ...')");
  requireCall('allow', construct, rule, reason);
  addWaiver(construct, rule, reason);
}
