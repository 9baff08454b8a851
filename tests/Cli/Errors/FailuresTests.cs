using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using EmbeddedPulumi.Engine.Errors;
using Grpc.Net.Client;
using PipAi.Cli.Errors;
using PipAi.Operations.Platform;
using PipAi.Testing;
using Temporalio.Client;
using YamlDotNet.RepresentationModel;

namespace PipAi.Cli.Tests.Errors;

/// <summary>What each technology really throws, and what a user is told of it.</summary>
public sealed class FailuresTests
{
    // Nobody listens on it, and nobody can without being root.
    private const string Nobody = "http://127.0.0.1:1";

    private static readonly (string What, Func<Task> Act)[] Thrown =
    [
        ("a file that is a folder", () => File.ReadAllTextAsync("/")),
        ("a file that is not there", () => File.ReadAllTextAsync("/nowhere/file")),
        ("YAML without an end", () => DoAsync(() => Yaml("config: {a: 1"))),
        ("YAML that is an alias of nothing", () => DoAsync(() => Yaml("a: *b"))),
        ("JSON without an end", () => DoAsync(() => JsonDocument.Parse("{"))),
        ("JSON without what is looked for", () => DoAsync(() => JsonDocument.Parse("{}").RootElement.GetProperty("a"))),
        ("JSON of another kind", () => DoAsync(() => JsonDocument.Parse("\"a\"").RootElement.GetInt32())),
        ("HTTP without a server", async () => { using var http = new HttpClient(); await http.GetAsync(new Uri(Nobody)); }),
        ("HTTP with a refusal", () => DoAsync(() => throw new HttpRequestException("401", null, System.Net.HttpStatusCode.Unauthorized))),
        ("HTTP to no address",
            async () => { using var http = new HttpClient(); await http.GetAsync(new Uri("/relative", UriKind.Relative)); }),
        ("a socket", async () => { using var socket = new TcpClient(); await socket.ConnectAsync("127.0.0.1", 1); }),
        ("gRPC without a server", () => GrpcAsync(TimeSpan.FromMinutes(1))),
        ("gRPC with a refusal", () => DoAsync(() => throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unauthenticated, "no key")))),
        ("Temporal's client without a server", () => TemporalClient.ConnectAsync(new("127.0.0.1:1"))),
        ("AWS without a server", async () => { using var s3 = S3(); await s3.ListBucketsAsync(); }),
        ("AWS with a request that cannot be", async () => { using var s3 = S3(); await s3.GetObjectAsync((string)null!, "key"); }),
        ("a program that is not there", () =>
            DoAsync(() => Process.Start(new ProcessStartInfo("/nowhere/program") { WorkingDirectory = "/" }))),
        ("a ciphertext of another key", () => DoAsync(Decrypt)),
        ("a wait that ends", () => Task.Delay(Timeout.Infinite, new CancellationToken(true))),
        ("an explained error within others", () =>
            DoAsync(
                () =>
                    throw new AggregateException(
                        new InvalidOperationException("outer", new CliException(ExitCode.Policy, "explained", "mend"))))),
        ("an error of the engine", () =>
            DoAsync(() => throw new EngineException(ExitCategory.Credentials, ErrorCodes.Passphrase, "The passphrase is wrong.", "mend"))),
        ("a call to a vendor", () =>
            PlatformCall.MakeAsync<int>("Fly cannot be asked", () => throw new TaskCanceledException(), CancellationToken.None)),
        ("a mistake of our own", () => DoAsync(() => throw new InvalidOperationException("an invariant does not hold"))),
        ("another mistake of our own", () => DoAsync(() => new Dictionary<string, int>()["missing"].ToString())),
    ];

    [Fact]
    public async Task Whatever_a_technology_throws_is_told_with_its_cause_a_command_and_a_code()
    {
        var told = new StringBuilder();
        foreach (var (what, act) in Thrown)
        {
            var failure = Failures.Of((await Record.ExceptionAsync(act))!);
            told.Append(
                $"{what}\n    {failure.Code}, exit {(int)failure.Exit}: {failure.Message.ReplaceLineEndings(
                    "\n        ")}\n    $ {failure.Fix}\n");
        }

        Approved.Text(told.ToString());
    }

    [Fact]
    public async Task Only_what_no_technology_threw_is_a_bug_of_ours()
    {
        foreach (var (what, act) in Thrown)
            Assert.Equal(
                what.Contains("of our own", StringComparison.Ordinal),
                Failures.Of((await Record.ExceptionAsync(act))!).Exit == ExitCode.Bug);
    }

    [Fact]
    public void Every_code_is_that_of_one_technology() =>
        Assert.Equal(Technologies.All.Length, Technologies.All.Select(technology => technology.Code).Distinct().Count());

    private static Task DoAsync(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static void Yaml(string text) => new YamlStream().Load(new StringReader(text));

    private static void Decrypt()
    {
        using var aes = new AesGcm(new byte[32], 16);
        aes.Decrypt(new byte[12], new byte[4], new byte[16], new byte[4]);
    }

    private static AmazonS3Client S3() =>
        new(new BasicAWSCredentials("a", "b"), new AmazonS3Config { ServiceURL = Nobody, MaxErrorRetry = 0 });

    private static async Task GrpcAsync(TimeSpan limit)
    {
        using var channel = GrpcChannel.ForAddress(Nobody);
        await new Pulumirpc.ResourceProvider.ResourceProviderClient(channel).GetPluginInfoAsync(
            new Google.Protobuf.WellKnownTypes.Empty(), deadline: DateTime.UtcNow + limit);
    }
}
