/** A file that services bring along. */
export function applicationYaml(name: string, environment: string): string {
  return `application:
  name: ${name}
  environment: ${environment}
`;
}
