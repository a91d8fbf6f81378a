/** Transport protocols of ports. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';
