import type { Endpoint } from './endpoint.ts';
import type { Layout } from './layout.ts';

/** Names and values for `postgres -c`. */
export type Settings = Readonly<Record<string, string>>;

/**
 * How the embedded server is set, by command line at each start, so that a new release of Belay changes it without
 * touching the cluster. Small when idle, safe when killed: fsync and full_page_writes stay on. `buffers` is how many MiB it
 * may keep pages in.
 */
export const serverSettings = (layout: Layout, endpoint: Endpoint, buffers: number): Settings => ({
  listen_addresses: endpoint.socket ? '' : endpoint.host,
  unix_socket_directories: endpoint.socket ? endpoint.host : '',
  unix_socket_permissions: '0700',
  port: String(endpoint.port),
  max_connections: '60',
  shared_buffers: `${buffers}MB`,
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  random_page_cost: '1.1',
  max_wal_size: '512MB',
  fsync: 'on',
  synchronous_commit: 'on',
  autovacuum: 'on',
  jit: 'off',
  // helpers that a small server does not need: each is a process
  io_method: 'sync',
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'on',
  log_directory: layout.logs,
  log_filename: 'postgres-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_min_duration_statement: '1000',
});
