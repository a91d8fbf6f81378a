/** What is said of each case, by its title. */
export const ISTIO_MESSAGES: Readonly<Record<string, readonly string[]>> = {
  'a weight above 100': ['http[0].route[0].weight: got 101, allowed a whole number from 0 to 100'],
  'a weight below 0': [
    'http[0].route[0].weight: got 101, allowed a whole number from 0 to 100',
    'http[0].route[1].weight: got -1, allowed a whole number from 0 to 100',
  ],
  'weights that make less than 100': ['http[0].route: got 99, allowed weights that add up to 100'],
  'one of several without a weight': [
    'http[0].route[1].weight: is missing: each of several has one',
  ],
  'no destination': ['http[0].route: is empty: name at least one destination'],
  'a destination of UDP': ['http[0].route: got "UDP", allowed an endpoint of protocol TCP'],
  'mistakes of an external endpoint': [
    'http[0].route.host: got "A_B", allowed DNS labels joined by dots, at most 253 characters',
    'http[0].route.port: got 0, allowed a whole number from 1 to 65535',
  ],
  'a timeout of nothing': [
    "http[0].timeout: got \"0ms\", allowed a duration such as '250ms', '15s', '5m' or '1h', at least 1ms",
  ],
  'a try that takes longer than all': [
    'http[0].retries.perTryTimeout: got "2001ms", allowed at most the timeout, 2s',
  ],
  'no tries, and how they are made': [
    'http[0].retries.attempts: got 0, allowed from 1 beside other fields, or 0 alone for no retries',
  ],
  'tries of less than none': ['http[0].retries.attempts: got -1, allowed a whole number from 0'],
  'a condition for tries that is none': [
    "http[0].retries.retryOn[0]: got \"600\", allowed '5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'envoy-ratelimited', 'retriable-4xx', 'refused-stream', 'retriable-status-codes', 'retriable-headers', 'http3-post-connect-failure', 'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'",
  ],
  'a copy of more than all': [
    'http[0].mirrors[0].percentage: got 100.5, allowed a number from 0 to 100',
  ],
  'a fault that does nothing': ['http[0].fault: does nothing: add `delay` or `abort`'],
  'a status below 200': [
    'http[0].fault.abort.httpStatus: got 199, allowed a whole number from 200 to 599',
  ],
  'a status above 599': [
    'http[0].fault.abort.httpStatus: got 600, allowed a whole number from 200 to 599',
  ],
  'faults in more than all requests': [
    'http[0].fault.delay.percentage: got 101, allowed a number from 0 to 100',
  ],
  'a rewrite of nothing': [
    'http[0].rewrite: changes nothing: add uri, uriRegexRewrite or authority',
  ],
  'an expression that RE2 does not take': [
    'http[0].rewrite.uriRegexRewrite.match: got "(?=a)", which looks ahead or behind: write an expression that RE2 takes',
  ],
  'a new host in two places': [
    'http[0].headers.request: got "Host and rewrite.authority", allowed one new host',
  ],
  "HTTP's own headers": [
    'http[0].headers.request.remove: got "host", allowed headers that HTTP itself doesn\'t need',
    'http[0].headers.response.set: got ":status", allowed headers that HTTP itself doesn\'t need',
  ],
  'names that no header has': [
    'http[0].headers.request.add: got "a b", allowed names of headers: letters, digits and \'-\'',
  ],
  'credentials for every site': [
    'http[0].corsPolicy.allowCredentials: lets every site act as the user: name the origins in `allowOrigins`',
  ],
  'a redirect beside a route': [
    'http[0]: got "route and redirect", allowed exactly one of route, redirect, directResponse, delegate',
  ],
  'a fault beside a redirect': [
    'http[0].fault: is only for requests that are forwarded: take it out',
  ],
  'a redirect to itself': [
    'http[0].redirect: leads back to itself: add uri, authority, scheme or port',
  ],
  'an answer without a status': [
    'http[0].directResponse.status: got 600, allowed a whole number from 200 to 599',
  ],
  'an expression beside a delegate': [
    'http[0].match[0]: got "regex for uri", allowed exact and prefix, beside a delegate',
  ],
  'an expression whose case is ignored': [
    "http[0].match[0].ignoreUriCase: got true, allowed beside an exact uri or a prefix: begin the regex with '(?i)' instead",
  ],
  'a port of no number': [
    'http[0].match[0].headers: got "a b", allowed names of headers: letters, digits and \'-\'',
    'http[0].match[0].port: got 65536, allowed a whole number from 1 to 65535',
    'http[0].match[0].sourceNamespace: got "A", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end',
  ],
  'a rule that is never reached': [
    'http[0].match: fits every request, so that what follows is never reached: put it last',
  ],
  'a name for two rules': ['http.name: got "a", allowed each one once'],
  'no rule': ['has no rule: add one to http, tls or tcp'],
  'every host of the mesh': [
    'hosts: got "*", allowed hosts with a name, for the mesh: `*` is for gateways alone',
  ],
  'a host that is none': [
    'hosts[0]: got "*shop", allowed DNS labels joined by dots, at most 253 characters, or \'*.\' and such a name',
  ],
  'a host twice': ['hosts: got "cart.shop-qa.svc.cluster.local", allowed each one once'],
  'gateways of a delegate': [
    'gateways: needs hosts: add `hosts`, or leave it to who delegates here',
  ],
  'a delegate that delegates': [
    'http[0].delegate: delegates what was delegated here, which Istio does once only: add `hosts`',
  ],
  'a server name that is no host of it': [
    'tls[0].match[0].sniHosts[0]: got "example.com", allowed hosts of it: *.example.com',
  ],
  'names that nobody has': [
    'gateways[0].name: got "A", allowed DNS labels joined by dots, at most 253 characters',
    'exportTo[0]: got "A", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end',
  ],
  'a failover that nothing sets off': [
    'trafficPolicy.loadBalancer.localityLbSetting: fails over when pods are found to fail: add `outlierDetection`',
  ],
  'a failover to the same region': [
    'trafficPolicy.loadBalancer.localityLbSetting.failover[0]: got "a to a", allowed two different regions, without zones',
  ],
  'places that make less than 100': [
    'trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: got 99, allowed weights that add up to 100',
  ],
  'a warm-up where there is none': [
    "trafficPolicy.loadBalancer.warmup: works with simple: 'LEAST_REQUEST' or 'ROUND_ROBIN' only: choose one of them",
  ],
  'a warm-up that slows down': [
    'trafficPolicy.loadBalancer.warmup.minimumPercent: got 101, allowed a number from 0 to 100',
    'trafficPolicy.loadBalancer.warmup.aggression: got 0.9, allowed a number from 1',
  ],
  'a table of no prime size': [
    'trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: got 100, allowed a prime number up to 5000011',
  ],
  'limits below the least': [
    'trafficPolicy.connectionPool.tcp.maxConnections: got 0, allowed a whole number from 1',
    'trafficPolicy.connectionPool.http.http1MaxPendingRequests: got 0, allowed a whole number from 1',
    'trafficPolicy.connectionPool.http.maxRequestsPerConnection: got -1, allowed a whole number from 0',
    'trafficPolicy.connectionPool.http.maxRetries: got -1, allowed a whole number from 0',
    "trafficPolicy.connectionPool.tcp.connectTimeout: got \"0ms\", allowed a duration such as '250ms', '15s', '5m' or '1h', at least 1ms",
  ],
  'two ways to choose the protocol': [
    "trafficPolicy.connectionPool.http.useClientProtocol: got true, allowed it without h2UpgradePolicy 'UPGRADE'",
  ],
  'outliers of more than all': [
    'trafficPolicy.outlierDetection.consecutive5xxErrors: got -1, allowed a whole number from 0',
    'trafficPolicy.outlierDetection.maxEjectionPercent: got 101, allowed a whole number from 0 to 100',
    'trafficPolicy.outlierDetection.minHealthPercent: got -1, allowed a whole number from 0 to 100',
  ],
  'failures that are not counted apart': [
    'trafficPolicy.outlierDetection.consecutiveLocalOriginFailures: counts only beside splitExternalLocalOriginErrors: true: add it',
  ],
  'a port of another host': [
    'trafficPolicy.portLevelSettings[0].port: got "ads.ads-qa.svc.cluster.local", allowed endpoints of cart.shop-qa.svc.cluster.local',
  ],
  'a port twice': ['trafficPolicy.portLevelSettings: got "80", allowed each one once'],
  'a budget of more than all': [
    'trafficPolicy.retryBudget.percent: got 101, allowed a number from 0 to 100',
    'trafficPolicy.retryBudget.minRetryConcurrency: got -1, allowed a whole number from 0',
  ],
  'a name of a subset that is none': [
    'subsets: got "V1", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end',
  ],
  'a subset at a port of another host': [
    'subset(): got "ads", allowed an endpoint of the host that the rule is for',
  ],
  'no server': ['servers: is empty: add one'],
  'a server for no host': ['servers[0].hosts: is empty: name a host'],
  'a host twice at a port': ['servers: got "shop.example.com:80", allowed each one once'],
  'a certificate for every host': [
    'servers[0].tls.certificate: got "*", allowed hosts with a name: nobody issues a certificate for all',
  ],
  'a certificate that is renewed too early': [
    'servers[0].tls.certificate.renewBefore: got "1h", allowed less than its duration, 1h',
  ],
  'versions in the wrong order': [
    'servers[0].tls.minProtocolVersion: got "TLSV1_2", allowed at most maxProtocolVersion, TLSV1_1',
  ],
  'an address that is none': [
    'servers[0].hosts[0]: got "A", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end',
    'servers[0].bind: got "10.0.0", allowed an address',
  ],
  'no endpoint': ['endpoints: is empty: name an externalEndpoint()'],
  'an address without a name': [
    'host: is missing: what has only an address needs a name for the mesh',
  ],
  'a port that no endpoint has': [
    'protocols: got "80", allowed ports of the endpoints: 443',
    'targetPorts: got "81", allowed ports of the endpoints: 443',
  ],
  'names without servers where addresses are asked for': [
    "resolution: is 'STATIC', which needs `servers` for what has a name",
  ],
  'networks that DNS does not give': [
    "resolution: goes with CIDRs in `addresses` only if it is 'NONE' or 'STATIC'",
  ],
  'servers where the address is the one asked for': [
    "resolution: is 'NONE', which takes the address that is asked for: leave `servers` out",
  ],
  'a Sidecar of no pods': [
    "hosts[0]: got \"istio-system\", allowed 'namespace/host', such as 'istio-system/*'",
    'of: holds no microservice: name one, or its system',
  ],
};

/** What is said of each case, by its title. */
export const GATEWAY_API_MESSAGES: Readonly<Record<string, readonly string[]>> = {
  'a route without a gateway': ['parents: is empty: name a Gateway'],
  'a host for all': [
    'hostnames[0]: got "*", allowed hosts with a name, or \'*.\' and such a name; none for all',
  ],
  'a route without rules': ['rules: is empty: add one'],
  'more than 16 rules': ['rules: got "17 items", allowed at most 16'],
  'a rule without backends': [
    'rules[0].backends: is missing: all requests would be answered by 500',
  ],
  'a redirect and backends': [
    'rules[0].backends: gets nothing beside requestRedirect: leave it out',
  ],
  'a redirect and a rewrite': ['rules[0].filters: has requestRedirect and urlRewrite: keep one'],
  'a filter twice': ['rules[0].filters: got "requestHeaderModifier", allowed each one once'],
  'a prefix that nobody matched': [
    'rules[0].matches: has to be one with a path prefix, beside replacePrefixMatch',
  ],
  'a part that takes longer than all': [
    'rules[0].timeouts.backendRequest: got "1001ms", allowed at most 1s',
  ],
  'a duration of six digits': [
    'rules[0].timeouts.request: got "100000ms", allowed a duration of at most five digits',
  ],
  'weights that make more than 100': [
    'rules[0].backends: got 101, allowed weights that add up to 100',
  ],
  'a path that is none': [
    "rules[0].matches[0].path: got \"a//b\", allowed a path: it begins with '/', without '//' and '..'",
    'rules[0].matches[1].path.regex: got "(", which doesn\'t compile (unterminated group): write an expression that RE2 takes',
  ],
  'a copy of more than all': [
    'rules[0].filters[0].requestMirror.percent: got 101, allowed a whole number from 0 to 100',
  ],
  'a fraction above one': [
    'rules[0].filters[0].requestMirror.fraction.numerator: got 11, allowed a whole number from 0 to 10',
  ],
  'credentials for every site': [
    'rules[0].filters[0].cors.allowCredentials: lets every site act as the user: name the origins in `allowOrigins`',
    'rules[0].filters[0].cors.maxAge: got 0, allowed a whole number from 1',
  ],
  'all sites and some': [
    'rules[0].filters[0].cors.allowOrigins: got ["*","https://a.b"], allowed \'*\' alone, or no \'*\'',
  ],
  'a method of no name': ['rules[0].matches[0].method: is empty: name service, method or both'],
  'names that gRPC does not have': [
    'rules[0].matches[0].method.service: got "a/b", allowed a service such as \'hipstershop.CartService\'',
    'rules[0].matches[0].method.method: got "1", allowed a method such as \'GetCart\'',
  ],
  'an expression that RE2 does not take': [
    'rules[0].matches[0].method.service: got "(?=a)", which looks ahead or behind: write an expression that RE2 takes',
  ],
  'a gateway that does not listen': ['listeners: is empty: add one'],
  'a listener twice': [
    'listeners.name: got "a", allowed each one once',
    'listeners: got "*:80/TCP", allowed each one once',
  ],
  'a certificate for no host': [
    'listeners[0].tls.certificate: is for a host: add `hostname` to the listener',
  ],
  'no certificate': ['listeners[0].tls.certificateRefs: is empty: name a Secret'],
  'a grant for nobody': ['from: is empty: name at least one', 'to: is empty: name at least one'],
  'an Ingress for nothing': ['rules: is empty: add a rule, or a defaultBackend'],
  'a Service of another namespace': [
    'rules[0].paths[0].to: got "ads-qa/ads", allowed Services of shop-qa',
  ],
  'a path twice': ['rules: got "shop.example.com/ (Prefix)", allowed each one once'],
  'a path of an Ingress that is none': [
    "rules[0].paths[0].path: got \"a\", allowed a path: it begins with '/', without '//'",
  ],
  'a certificate of an Ingress for no host': [
    'tls[0].hosts: is empty: a certificate is for a host',
  ],
  'a canary that takes nothing': [
    'nginx.canary: takes no request: add weight, byHeader or byCookie',
  ],
  'a canary of more than all': [
    'nginx.canary.weight: got 101, allowed a whole number from 0 to 100',
  ],
  'a value of no header': ['nginx.canary.byHeader: is missing: a value is that of a header'],
};
