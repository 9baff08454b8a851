using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using PipAi.Cli.Errors;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.Cli.Tests.Errors;

/// <summary>Real verbs that meet what is broken: the whole message, the command, the exit code, and the same as JSON.</summary>
public sealed class VerbErrorTests
{
    private const string Secret = "  pip-ai:owner:\n    secure: v1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n";

    [Theory]
    [InlineData("config:\n  pip-ai:owner: {a: 1\n", "EP1002", "Pulumi.prod.yaml:3: it cannot be read: ")]
    [InlineData("config: [\n", "EP1002", "Pulumi.prod.yaml:2: it cannot be read: ")]
    [InlineData("config:\n\tpip-ai:owner: a\n", "EP1002", "it cannot be read: ")]
    [InlineData(
        "encryptionsalt: v1:not base64:v1:a:b\nconfig:\n" + Secret, "EP1006", "The encryption salt 'v1:not base64:v1:a:b' is damaged")]
    [InlineData("encryptionsalt: nonsense\nconfig:\n" + Secret, "EP1006", "The encryption salt 'nonsense' is damaged")]
    [InlineData("config:\n" + Secret, "EP1002", "has encrypted values, but no 'encryptionsalt'")]
    [InlineData(
        "environment:\n  - pip-ai/prod\n", "EP1002",
        "Pulumi.prod.yaml takes settings from an ESC environment ('environment:'), which only Pulumi Cloud can open.")]
    [InlineData(
        "secretsprovider: awskms://alias/x\nencryptedkey: AAAA\nconfig:\n" + Secret, "EP1002",
        "has values that 'awskms://alias/x' encrypted, and only that can decrypt them.")]
    public async Task A_stack_file_that_cannot_be_read_is_a_mistake_of_configuration(string stackFile, string code, string message)
    {
        using var pipai = new PipaiProcess(stackFile);
        var (exit, output, errors) = await pipai.RunAsync("preview");
        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", errors, StringComparison.Ordinal);
        var error = await pipai.ErrorAsync("preview");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_cannot_be_known_here_are_given_in_another_file()
    {
        using var pipai = new PipaiProcess("environment:\n  - pip-ai/prod\n");
        await File.WriteAllTextAsync(pipai["rehearsal.yaml"], "config:\n  pip-ai:owner: {a: 1\n", TestContext.Current.CancellationToken);
        Assert.Contains(
            "rehearsal.yaml:3: it cannot be read: ", (await pipai.RunAsync("preview", "--config-file", "rehearsal.yaml")).Errors,
            StringComparison.Ordinal);
        var (exit, _, errors) = await pipai.RunAsync("preview", "--config-file", "missing.yaml");
        Assert.Equal(2, exit);
        Assert.Contains("missing.yaml", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_to_be_imported_is_called_by_the_name_that_the_user_gave()
    {
        using var pipai = new PipaiProcess();
        await File.WriteAllTextAsync(
            pipai["half.json"], """{"version":3,"deployment":{"resources":[{""", TestContext.Current.CancellationToken);
        var (exit, _, errors) = await pipai.RunAsync("stack", "import", "--file", "half.json");
        Assert.Equal(2, exit);
        Assert.StartsWith("error: 'half.json' is no export of a state: ", errors, StringComparison.Ordinal);
        Assert.StartsWith(
            "error: 'missing.json' cannot be read: ", (await pipai.RunAsync("stack", "import", "--file", "missing.json")).Errors,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "What came on standard input is no export", (await pipai.ErrorAsync("stack", "import")).GetProperty("message").GetString(),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(pipai["home/.pulumi/stacks"]));
    }

    [Fact]
    public async Task A_local_cloud_that_lives_and_does_not_answer_is_named_with_the_command_that_ends_it()
    {
        using var pipai = new PipaiProcess();
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        _ = CloseAllAsync(deaf);
        Save(pipai["home/cloud/prod"], ((IPEndPoint)deaf.LocalEndpoint).Port);
        var (exit, _, errors) = await pipai.RunAsync("status");
        Assert.Equal(1, exit);
        Assert.StartsWith(
            $"error: The local cloud of 'prod' (process {Environment.ProcessId}) does not answer: ", errors, StringComparison.Ordinal);
        Assert.EndsWith($"    kill -9 {Environment.ProcessId}; ./pipai cloud start --stack prod\n", errors, StringComparison.Ordinal);
        Assert.Equal("PC112", (await pipai.ErrorAsync("cloud", "fault")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_local_cloud_that_says_nothing_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var client = new LocalCloudClient(Endpoints(((IPEndPoint)silent.LocalEndpoint).Port), TimeSpan.FromSeconds(0.2));
        var error = await Assert.ThrowsAsync<LocalCloudSilentException>(() => client.StatusAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Timeout, Cli.Errors.Failures.Of(error).Exit);
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_is_named_with_the_variable_that_changes_it()
    {
        using var pipai = new PipaiProcess { Home = "/dev/null/nobody" };
        var (exit, _, errors) = await pipai.RunAsync("cloud", "start");
        Assert.Equal(2, exit);
        Assert.StartsWith(
            "error: Rehearsals and their state are kept in '/dev/null/nobody' (PIPAI_HOME, else .pipai in the checkout), and nothing can "
                + "be written there: ", errors, StringComparison.Ordinal);
        Assert.EndsWith("\n    export PIPAI_HOME=\"$HOME/.pipai\"\n", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static async Task CloseAllAsync(TcpListener listener)
    {
        try
        {
            while (true) (await listener.AcceptTcpClientAsync()).Dispose();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private static void Save(string directory, int port)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(
            Path.Combine(directory, CloudEndpoints.FileName),
            System.Text.Json.JsonSerializer.Serialize(Endpoints(port), System.Text.Json.JsonSerializerOptions.Web));
    }

    private static CloudEndpoints Endpoints(int port) => new()
    {
        Stack = "prod",
        Process = ProcessIdentity.Current,
        Ports = VendorNames.All.Append(VendorNames.Control).Distinct().ToDictionary(name => name, _ => port).ToImmutableSortedDictionary(),
        Tokens = CloudTokens.Create(),
    };
}
