const REFERENCE = 'group kind name namespace sectionName port';

const TRAFFIC_POLICY = `
  port loadBalancer connectionPool outlierDetection tls portLevelSettings tunnel proxyProtocol`;

/**
 * Cilium, Istio and the Gateway API: whom it is for, then what is matched, then what is done with it, as in
 * the examples of both projects.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export const MESH_KEYS = {
  'CiliumNetworkPolicy.spec': 'endpointSelector ingress egress',

  'VirtualService.spec': 'hosts gateways exportTo http tls tcp',
  'http[]': `
    name match redirect directResponse delegate rewrite route mirror mirrors mirrorPercentage
    timeout retries fault corsPolicy headers`,
  'match[]': `
    name uri scheme method authority headers withoutHeaders queryParams ignoreUriCase port
    sniHosts destinationSubnets sourceLabels sourceNamespace gateways statPrefix`,
  'route[]': 'destination weight headers',
  'mirrors[]': 'destination percentage',
  mirror: 'host subset port',
  retries: 'attempts perTryTimeout retryOn backoff retryRemoteLocalities',
  // Names of headers are the user's, and so are those to add and to set.
  headers: '',
  withoutHeaders: '',
  queryParams: '',
  'http[].headers': 'request response',
  'route[].headers': 'request response',
  'headers.request': 'set add remove',
  'headers.response': 'set add remove',
  set: '',
  add: '',
  sourceLabels: '',

  'DestinationRule.spec': 'host exportTo workloadSelector trafficPolicy subsets',
  trafficPolicy: TRAFFIC_POLICY,
  'portLevelSettings[]': TRAFFIC_POLICY,
  'subsets[]': 'name labels trafficPolicy',
  loadBalancer: 'simple consistentHash localityLbSetting warmup',
  connectionPool: 'tcp http',
  outlierDetection: `
    consecutive5xxErrors consecutiveGatewayErrors consecutiveLocalOriginFailures interval
    baseEjectionTime maxEjectionPercent minHealthPercent`,

  'AuthorizationPolicy.spec': 'selector targetRef targetRefs action provider rules',
  'AuthorizationPolicy.spec.rules[]': 'from to when',
  'when[]': 'key values notValues',
  'PeerAuthentication.spec': 'selector mtls portLevelMtls',
  'RequestAuthentication.spec': 'selector targetRef targetRefs jwtRules',
  'jwtRules[]': 'issuer audiences jwksUri jwks fromHeaders fromParams fromCookies',
  'ServiceEntry.spec': `
    hosts addresses exportTo location resolution ports workloadSelector endpoints`,
  'endpoints[].labels': '',
  'Sidecar.spec': 'workloadSelector outboundTrafficPolicy inboundConnectionPool ingress egress',
  'Sidecar.spec.ingress[]': 'port bind captureMode defaultEndpoint tls connectionPool',
  'Sidecar.spec.egress[]': 'port bind captureMode hosts',
  'Telemetry.spec': 'selector targetRef targetRefs tracing metrics accessLogging',
  'Telemetry.spec.tracing[]': 'match providers randomSamplingPercentage customTags',
  'Telemetry.spec.metrics[]': 'providers overrides',
  'accessLogging[]': 'match providers filter disabled',
  customTags: '',
  tagOverrides: '',
  corsPolicy: `
    allowOrigins allowMethods allowHeaders exposeHeaders maxAge allowCredentials unmatchedPreflights`,
  targetRef: REFERENCE,
  'targetRefs[]': REFERENCE,

  // `Gateway` is a kind of both.
  'Gateway.spec': 'gatewayClassName infrastructure addresses selector servers listeners tls',
  'Gateway.spec.selector': '',
  'servers[]': 'name port bind hosts tls defaultEndpoint',
  'servers[].port': 'name number protocol targetPort',
  'servers[].tls': 'mode httpsRedirect credentialName minProtocolVersion maxProtocolVersion',
  'listeners[]': 'name hostname port protocol tls allowedRoutes',
  'listeners[].tls': 'mode certificateRefs options',
  'certificateRefs[]': REFERENCE,
  'allowedRoutes.namespaces': 'from selector',

  'HTTPRoute.spec': 'parentRefs hostnames rules',
  'GRPCRoute.spec': 'parentRefs hostnames rules',
  'parentRefs[]': REFERENCE,
  'HTTPRoute.spec.rules[]': 'name matches filters backendRefs timeouts',
  'GRPCRoute.spec.rules[]': 'name matches filters backendRefs timeouts',
  'matches[]': 'path headers queryParams method',
  'matches[].path': 'type value',
  'matches[].method': 'type service method',
  'headers[]': 'type name value',
  'queryParams[]': 'type name value',
  'backendRefs[]': 'group kind name namespace port weight filters',
  'filters[]': `
    type requestHeaderModifier responseHeaderModifier requestMirror requestRedirect urlRewrite cors
    extensionRef`,
  'ReferenceGrant.spec': 'from to',
};
