import { type Problem, wrongValue } from '../problem/problem';

/** Requests by HTTP method and path; gRPC's are POSTs to `/package.Service/Method`. */
export interface RequestRule {
  /** @default every method */
  readonly methods?: readonly string[];
  /** Exact, or with a `*` at the beginning or the end. @default every path */
  readonly paths?: readonly string[];
}

/** The port that requests are made at. */
interface RequestedPort {
  readonly protocol: string;
  readonly portName: string;
  readonly appProtocol?: string;
}

/** Protocols, by a port's name or `appProtocol`, in which the mesh sees no requests. */
const WITHOUT_REQUESTS = ['tcp', 'tls', 'https', 'mongo', 'mysql', 'redis'];

/** Checks requests that an endpoint is narrowed to: what no request can meet would close the call. */
export function checkRequests(
  { protocol, portName, appProtocol }: RequestedPort,
  requests: readonly RequestRule[],
): readonly Problem[] {
  const name = `${appProtocol ?? portName.split('-')[0]}`.toLowerCase();
  if (protocol !== 'TCP' || WITHOUT_REQUESTS.includes(name))
    return [
      {
        field: 'only()',
        message: `has no requests to choose from: port '${portName}' is ${protocol === 'TCP' ? name : protocol}; leave it out, or name the port after its protocol: http, grpc`,
      },
    ];
  return requests.flatMap((request, index) =>
    checkRequest(`only()[${index}]`, request, name.startsWith('grpc')),
  );
}

function checkRequest(field: string, request: unknown, isGrpc: boolean): readonly Problem[] {
  if (typeof request !== 'object' || request === null || Array.isArray(request))
    return [wrongValue(field, request, "an object such as { methods: ['GET'], paths: ['/a'] }")];
  const keys = Object.keys(request);
  if (keys.length === 0 || keys.some((key) => key !== 'methods' && key !== 'paths'))
    return [wrongValue(field, request, "'methods', 'paths' or both, and nothing else")];
  const { methods, paths } = { methods: undefined, paths: undefined, ...request };
  const methodRule = isGrpc ? "'POST', which all calls of gRPC are" : "such as 'GET'";
  const known = isGrpc ? /^POST$/ : /^[A-Z][A-Z-]*$/;
  return [
    ...checkTexts(`${field}.methods`, methods, known, `a method ${methodRule}`),
    ...checkTexts(`${field}.paths`, paths, PATH, "a path such as '/a', '/a/*' or '*.png'"),
  ];
}

/** From the root, with a star at one end at most, and without what isn't part of a path. */
const PATH = /^(\*|\*[^*?#]+|\/[^*?#]*\*?)$/;

function checkTexts(
  field: string,
  texts: unknown,
  form: RegExp,
  allowed: string,
): readonly Problem[] {
  if (texts === undefined) return [];
  if (!Array.isArray(texts) || texts.length === 0)
    return [wrongValue(field, texts, 'a list with one at least; leave it out for all')];
  return texts.flatMap((text: unknown, index) =>
    typeof text === 'string' && form.test(text)
      ? []
      : [wrongValue(`${field}[${index}]`, text, allowed)],
  );
}
