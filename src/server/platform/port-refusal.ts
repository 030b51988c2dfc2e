import { codeOf } from './db/connection-loss.ts';
import { StartRefusal } from './start-refusal.ts';

/** Why a port could not be listened on, in words; every other error as it is. */
export const portRefusal = (error: unknown, asked: { variable: string; host: string; port: number }): unknown => {
  const { variable, host, port } = asked;
  const place = `${host}:${port}`;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new StartRefusal(
        'port_in_use',
        `Something else listens on ${place}. Stop it, or choose another port: ${variable}=${port + 1}`,
        { cause: error },
      );
    case 'EACCES':
      return new StartRefusal(
        'port_forbidden',
        `Belay may not listen on ${place}. Choose a port above 1023 with ${variable}.`,
        {
          cause: error,
        },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartRefusal(
        'host_unknown',
        `This machine has no address ${host} to listen on (${variable.replace('PORT', 'HOST')}).`,
        {
          cause: error,
        },
      );
    default:
      return error;
  }
};
