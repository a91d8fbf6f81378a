import { readFileSync } from 'node:fs';
import { lineOf } from '../checks/finding';
import { allRules } from '../checks/registry';
import { type ReportedFinding, reportOf } from '../checks/report/report';
import { findingOfLine } from '../checks/rules';
import {
  checkKubernetesVersion,
  DEFAULT_KUBERNETES,
  type KubernetesVersion,
} from '../kubernetes/version';
import { groupBy } from '../manifest/grouping';
import { readFiles } from '../manifest/read-folder';
import { InputError } from '../problem/problem';
import { judgeProps } from '../shape/check';
import { checkObjects } from './check-objects';

/** The `properties` of the plugin in `cdk8s.yaml`. */
export interface SupercargoValidationProps {
  /** Whether warnings fail, too. @default false: they are logged */
  readonly strict?: boolean;
  /** Version of Kubernetes that the manifests are for. @default '1.28' */
  readonly kubernetes?: KubernetesVersion;
}

/** What the plugin uses of what cdk8s gives it. */
export interface SupercargoValidationContext {
  /** Files of YAML. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
  readonly logger: { log(message: string): void };
}

/**
 * All rules as a validation plugin of cdk8s, for apps without a ConfigRepo, which has them anyway.
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 */
export class SupercargoValidation {
  private readonly kubernetes: string;
  private readonly isStrict: boolean;

  /** @throws InputError for a version that is none */
  constructor(props: SupercargoValidationProps = {}) {
    const problems = judgeProps('SupercargoValidation', props, () =>
      checkKubernetesVersion('kubernetes', props.kubernetes ?? DEFAULT_KUBERNETES),
    );
    if (problems.length > 0)
      throw new InputError(
        problems.map(({ field, message }) => ({
          field: ['validations.properties', ...(field === 'props' ? [] : [field])].join('.'),
          message,
        })),
      );
    const { strict = false, kubernetes = DEFAULT_KUBERNETES } = props;
    this.kubernetes = kubernetes;
    this.isStrict = strict;
  }

  /** Looks at the files that cdk8s has written, and reports what the rules find in them. */
  async validate(context: SupercargoValidationContext): Promise<void> {
    const { manifests, problems } = readFiles(
      context.manifests.map((file) => [file, readFileSync(file, 'utf8')] as const),
    );
    const { findings, waived } = checkObjects(manifests, { kubernetes: this.kubernetes });
    const unreadable = problems.map((line) => findingOfLine('unreadable-yaml', line));
    const all = [...unreadable, ...findings];
    const counting = all.filter(({ severity }) => this.isStrict || severity === 'error');
    for (const finding of all)
      if (!counting.includes(finding)) context.logger.log(`warning: ${lineOf(finding)}`);
    const { findings: reported } = reportOf({ findings: counting, waived }, manifests);
    for (const group of groupBy(reported, ({ rule }) => rule)) addViolation(context, group);
    context.report.submit(counting.length > 0 ? 'failure' : 'success');
  }
}

function addViolation(
  { report }: SupercargoValidationContext,
  findings: readonly ReportedFinding[],
): void {
  const id = findings[0]?.rule ?? '';
  report.addViolation({
    ruleName: id,
    recommendation: allRules().find((rule) => rule.id === id)?.summary ?? id,
    fix: `as each location says, or allow it by the annotation supercargo/allow.${id} with the reason; see docs/checks/${id}.md`,
    violatingResources: findings.map(({ name, object, field, message, fix, file = '', line }) => ({
      resourceName: object?.name ?? name,
      locations: [
        [`line ${line}`, name, field, message, fix]
          .filter((part) => part !== '' && part)
          .join(': '),
      ],
      manifestPath: file,
    })),
  });
}
