/** A file that services bring along. */
export function applicationYaml(name: string, environment: string): string {
  return `server:
  port: 8080
  shutdown: graceful
application:
  name: ${name}
  environment: ${environment}
logging:
  level: { root: INFO, com.example: DEBUG }
  pattern: "%d{ISO8601} %-5level [%thread] %logger{36} - %msg%n"
`;
}
