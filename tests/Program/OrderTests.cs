namespace PipAi.Program.Tests;

public sealed class OrderTests
{
    [Fact]
    public async Task The_primary_region_is_deployed_after_every_machine_that_stands_in_for_it()
    {
        var machines = (await Declarations.Production).OfType("fly:index:Machine").Where(
            machine => machine.Name.StartsWith("workers-", StringComparison.Ordinal)).ToArray();
        var standIns = machines.Where(machine => machine["region"] as string != "iad").Select(machine => $"Machine {machine.Name}").Order()
            .ToArray();

        Assert.Equal(
            ["Machine workers-lax-1", "Machine workers-lax-standby-1", "Machine workers-ord-1", "Machine workers-ord-standby-1"], standIns);
        Assert.All(
            machines.Where(machine => machine["region"] as string == "iad"), machine => Assert.Equal(standIns, machine.DependsOn.Order()));
        Assert.All(machines.Where(machine => machine["region"] as string != "iad"), machine => Assert.Empty(machine.DependsOn));
    }

    [Fact]
    public async Task Documents_are_copied_only_after_every_bucket_keeps_versions()
    {
        var declaration = await Declarations.Production;
        string[] versionings = [.. declaration.OfType("aws:s3/bucketVersioning:BucketVersioning").Select(
            versioning => $"BucketVersioning {versioning.Name}")];

        Assert.Equal(3, versionings.Length);
        Assert.All(declaration.OfType("aws:s3/bucketReplicationConfig:BucketReplicationConfig"), copies =>
            Assert.Empty(versionings.Append("RolePolicy documents-replication").Except(copies.DependsOn)));
    }

    [Fact]
    public async Task Old_versions_expire_only_after_they_are_copied_and_the_access_point_waits_for_copies_and_rights()
    {
        var declaration = await Declarations.Production;
        Assert.All(declaration.OfType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"), retention =>
            Assert.Equal(
                3, retention.DependsOn.Count(earlier => earlier.StartsWith("BucketReplicationConfig ", StringComparison.Ordinal))));
        var earlier = Assert.Single(declaration.OfType("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint")).DependsOn;
        Assert.Equal(
            [("BucketPolicy", 3), ("BucketReplicationConfig", 3)],
            earlier.CountBy(title => title.Split(' ')[0]).Select(count => (count.Key, count.Value)));
    }

    [Fact]
    public async Task Alarms_are_where_S3_publishes_the_lag_and_tell_a_topic_of_that_region()
    {
        var declaration = await Declarations.Production;
        var lags = declaration.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Where(alarm => alarm["namespace"] as string == "AWS/S3")
            .ToArray();
        Assert.Equal(6, lags.Length);
        Assert.All(lags, alarm =>
        {
            Assert.Equal($"pip-ai-documents-{alarm["region"]}", alarm["dimensions.DestinationBucket"]);
            Assert.Equal([$"{{alerts-{alarm["region"]}.arn}}"], (IEnumerable<object>)alarm["alarmActions"]!);
        });
    }

    [Fact]
    public async Task Traffic_is_moved_by_a_region_that_is_not_the_one_that_fails()
    {
        var declaration = await Declarations.Production;
        var routes = Assert.Single(declaration.OfType("aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes"));
        Assert.NotEqual(declaration.Settings.Storage.PrimaryRegion, routes["region"]);
        Assert.Equal(
            [("us-east-1", 100d), ("us-east-2", 0d), ("us-west-2", 0d)],
            routes.List("routes").Select(route => ((string)route["region"], Convert.ToDouble(route["trafficDialPercentage"], null))));
    }

    [Fact]
    public async Task The_api_key_is_a_secret_output()
    {
        var outputs = (await Declarations.Production).Outputs;
        Assert.True(await Pulumi.Output.IsSecretAsync(Assert.IsType<Pulumi.Output<string>>(outputs["temporalApiKey"])));
        Assert.True(await Pulumi.Output.IsSecretAsync(Assert.IsType<Pulumi.Output<string>>(outputs["unstructuredApiKey"])));
    }

    [Fact]
    public async Task A_failover_of_storage_is_one_line_of_configuration()
    {
        var declaration = await Declarations.ReadAsync(StackFiles.Settings("prod", ("activeStorageRegion", "us-west-2")));
        var routes = Assert.Single(declaration.OfType("aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes"));
        Assert.Equal(
            ["us-west-2"],
            routes.List("routes").Where(route => Convert.ToDouble(route["trafficDialPercentage"], null) > 0).Select(
                route => route["region"]));
    }

    [Fact]
    public async Task The_workers_key_is_a_secret_of_the_app_and_never_in_a_machines_environment()
    {
        var declaration = await Declarations.Production;
        Assert.Equal(
            ["TEMPORAL_API_KEY", "UNSTRUCTURED_API_KEY"],
            declaration.OfType("fly:index:Secret").Where(secret => secret.Parent == "workers").Select(secret => secret["name"]));
        var workers = declaration.OfType("fly:index:Machine").Where(
            machine => machine.Name.StartsWith("workers-", StringComparison.Ordinal)).ToArray();
        Assert.Equal(8, workers.Length);
        Assert.All(workers, machine => Assert.Equal(1d, Convert.ToDouble(machine["minSecretsVersion"], null)));
        Assert.All(workers, machine => Assert.Null(machine["config.env.TEMPORAL_API_KEY"]));
        Assert.All(workers, machine => Assert.Null(machine["config.env.UNSTRUCTURED_API_KEY"]));
    }
}
