import { type Problem, wrongValue } from '../problem/problem';
import { type Endpoint, isEndpoint } from './endpoint';

/** What is wrong with an endpoint, wherever it is used. */
export function problemsOf(field: string, endpoint: Endpoint): readonly Problem[] {
  const { problems = [] } = endpoint;
  return problems.map((problem) => ({ ...problem, field: `${field}.${problem.field}` }));
}

/** Checks a list of what is called, for those whose compiler hasn't told them what it takes. */
export function checkCalled(field: string, calls: unknown): readonly Problem[] {
  if (calls === undefined) return [];
  if (!Array.isArray(calls))
    return [
      isEndpoint(calls)
        ? {
            field,
            message: "is an endpoint, allowed a list of them: write [cart.endpoint('grpc')]",
          }
        : wrongValue(field, calls, "a list of endpoints: [cart.endpoint('grpc')]"),
    ];
  return calls.flatMap((called: unknown, index) =>
    isEndpoint(called)
      ? problemsOf(`${field}[${index}]`, called)
      : [noEndpoint(`${field}[${index}]`, called)],
  );
}

/** The endpoints of such a list; what else is in it has been told. */
export function endpointsAmong(calls: unknown): readonly Endpoint[] {
  return Array.isArray(calls) ? calls.filter(isEndpoint) : [];
}

const ENDPOINT = "an endpoint: cart.endpoint('grpc'), or externalEndpoint({ host, port })";

/** That something stands where an endpoint should. */
export function noEndpoint(field: string, called: unknown): Problem {
  const name = nameOfMicroservice(called);
  return name === undefined
    ? wrongValue(field, called, ENDPOINT)
    : {
        field,
        message: `is the microservice '${name}', allowed one of its ports: endpoint('http')`,
      };
}

/** What has endpoints, and stands where one of them should. */
function nameOfMicroservice(called: unknown): string | undefined {
  if (typeof called !== 'object' || called === null) return undefined;
  if (!('endpoint' in called) || typeof called.endpoint !== 'function') return undefined;
  return 'name' in called && typeof called.name === 'string' ? called.name : undefined;
}
