/** New versions and runs of tests in one list. No view: it would stand in the way of the next migration. */
export const DEPLOYS = `(
      select at, id, 'deploy' as kind, service, version, environment, '' as suite, result, null::bigint as failed, url
        from collector.deploy
       union all
      select at, id, 'tests', service, version, environment, suite, result, failed, url from collector.test_run)`;
