using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security;
using System.Security.Cryptography;
using System.Text.Json;
using Amazon.Runtime;
using YamlDotNet.Core;
using Core = Grpc.Core;
using Temporal = Temporalio.Exceptions;

namespace PipAi.Cli.Errors;

/// <summary>All technologies that this command works with, in one table.</summary>
internal static class Technologies
{
    // What only carries out what its caller says: an exception thrown there is its caller's.
    private static readonly string[] Carriers =
    [
        "System.Private.CoreLib",
        "System.Runtime",
        "System.Collections",
        "System.Linq",
        "System.Memory",
        "System.Threading",
    ];

    /// <summary>The table. The first that owns an exception has it.</summary>
    public static ImmutableArray<Technology> All { get; } =
    [
        new(
            "PC102", "A YAML file cannot be read", "./pipai preview", error => error is YamlException, _ => ExitCode.Configuration,
            "YamlDotNet"),
        new(
            "PC103", "A JSON document cannot be read", "./pipai doctor", error => error is JsonException, _ => ExitCode.Error,
            "System.Text.Json"),
        new(
            "PC106", "AWS refused a call, or could not be asked", "./pipai status",
            error => error is AmazonServiceException or AmazonClientException,
                error =>
                    error is AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized }
                        ? ExitCode.Credentials : ExitCode.Error, "AWSSDK"),
        new(
            "PC105", "A gRPC call failed", "./pipai status", error => error is Core.RpcException or Temporal.TemporalException, OfGrpc,
            "Grpc.", "Google.Protobuf", "Temporalio"),
        new(
            "PC104", "A call over HTTP failed", "./pipai status",
            error => error is HttpRequestException or HttpIOException or SocketException or WebException or ProtocolViolationException,
                error =>
                    error is HttpRequestException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized }
                        ? ExitCode.Credentials : ExitCode.Error, "System.Net."),
        new(
            "PC109", "Something did not answer in time", "./pipai status", error => error is TimeoutException or OperationCanceledException,
            _ => ExitCode.Timeout),
        new(
            "PC107", "A process could not be started or watched", "./pipai doctor", error => error is Win32Exception, _ => ExitCode.Error,
            "System.Diagnostics.Process"),
        new(
            "PC108", "Something encrypted cannot be read", "./pipai doctor", error => error is CryptographicException,
            _ => ExitCode.Credentials, "System.Security.Cryptography"),
        new("PC101", "A file or folder cannot be read or written", "./pipai doctor",
            error => error is IOException or UnauthorizedAccessException or SecurityException or InvalidDataException, _ => ExitCode.Error,
            "System.IO."),
    ];

    /// <summary>Whose an exception is: by its type, else by whose code threw it; null where that was ours.</summary>
    public static Technology? Of(Exception exception)
    {
        if (All.FirstOrDefault(technology => technology.Owns(exception)) is { } typed) return typed;
        var thrower = new StackTrace(exception).GetFrames().Select(frame => frame.GetMethod()?.DeclaringType?.Assembly.GetName().Name)
            .FirstOrDefault(name => name is not null && !Carriers.Any(carrier => name.StartsWith(carrier, StringComparison.Ordinal)));
        return thrower is null
            ? null
            : All.FirstOrDefault(technology => technology.Assemblies.Any(name => thrower.StartsWith(name, StringComparison.Ordinal)));
    }

    private static ExitCode OfGrpc(Exception error) => error switch
    {
        Core.RpcException { StatusCode: Core.StatusCode.Unauthenticated or Core.StatusCode.PermissionDenied } => ExitCode.Credentials,
        Core.RpcException { StatusCode: Core.StatusCode.DeadlineExceeded } => ExitCode.Timeout,
        Temporal.RpcException
        {
            Code: Temporal.RpcException.StatusCode.Unauthenticated
            or Temporal.RpcException.StatusCode.PermissionDenied
        } => ExitCode.Credentials,
        Temporal.RpcException { Code: Temporal.RpcException.StatusCode.DeadlineExceeded } => ExitCode.Timeout,
        _ => ExitCode.Error,
    };
}
