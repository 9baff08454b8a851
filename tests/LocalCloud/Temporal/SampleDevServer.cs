using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>
/// Stands in for <c>temporal server start-dev</c>: takes its command line, keeps namespaces in its database file, answers a few calls,
/// and writes down all of them.
/// </summary>
internal sealed class SampleDevServer(string database)
{
    private static readonly Lock Writing = new();
    private readonly ConcurrentDictionary<string, Kept> namespaces = new();

    public static async Task<int> RunAsync(string[] args)
    {
        string Option(string name) => args[Array.IndexOf(args, name) + 1];
        var sample = new SampleDevServer(Option("--db-filename"));
        sample.Note(string.Join(' ', args.Select(arg => arg == Option("--port") ? "PORT" : arg)));
        if (!sample.Load()) return 1;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Parse(Option("--ip")), int.Parse(Option("--port"), CultureInfo.InvariantCulture),
            listen => listen.Protocols = HttpProtocols.Http2));
        var application = builder.Build();
        application.Run(sample.AnswerAsync);
        await application.RunAsync();
        return 0;
    }

    private bool Load()
    {
        if (!File.Exists(database)) return true;
        try
        {
            foreach (var kept in JsonSerializer.Deserialize<Kept[]>(File.ReadAllText(database))!) namespaces[kept.Name] = kept;
            return true;
        }
        catch (JsonException)
        {
            Console.Error.WriteLine(
                "level=ERROR msg=\"failed starting server: unable to create SQLite admin DB: file is not a database (26)\"");
            return false;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var method = context.Request.Path.Value!.Split('/')[^1];
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Note($"{method} authorization '{context.Request.Headers.Authorization}'");
        context.Response.ContentType = "application/grpc";
        if (Answer(method, body.ToArray()[5..]) is { } answer) await ReplyAsync(context, answer);
        else Refuse(context, method);
    }

    private IMessage? Answer(string method, byte[] request) => method switch
    {
        "CountWorkflowExecutions" =>
            new CountWorkflowExecutionsResponse { Count = CountWorkflowExecutionsRequest.Parser.ParseFrom(request).Query.Length },
        "DescribeWorkflowExecution" => null,
        "DescribeNamespace" => Describe(DescribeNamespaceRequest.Parser.ParseFrom(request).Namespace),
        "RegisterNamespace" when RegisterNamespaceRequest.Parser.ParseFrom(request) is var ask => namespaces.ContainsKey(ask.Namespace)
            ? null
            : Keep(new(ask.Namespace, ask.WorkflowExecutionRetentionPeriod.Seconds, []), new RegisterNamespaceResponse()),
        "UpdateNamespace" when UpdateNamespaceRequest.Parser.ParseFrom(request) is var ask =>
            Keep(
                namespaces[ask.Namespace] with { RetentionSeconds = ask.Config.WorkflowExecutionRetentionTtl.Seconds },
                new UpdateNamespaceResponse()),
        "AddSearchAttributes" when AddSearchAttributesRequest.Parser.ParseFrom(request) is var ask =>
            Keep(
                namespaces[ask.Namespace] with { Attributes = [.. namespaces[ask.Namespace].Attributes, .. ask.SearchAttributes.Keys] },
                new AddSearchAttributesResponse()),
        "ListSearchAttributes" => new ListSearchAttributesResponse
        {
            CustomAttributes = { namespaces[ListSearchAttributesRequest.Parser.ParseFrom(request).Namespace].Attributes.ToDictionary(
                name => name, _ => IndexedValueType.Keyword) },
        },
        _ => new GetSystemInfoResponse(),
    };

    private DescribeNamespaceResponse? Describe(string name) => namespaces.TryGetValue(name, out var kept)
        ? new()
        {
            NamespaceInfo = new() { Name = name, Id = $"id-of-{name}" },
            Config = new() { WorkflowExecutionRetentionTtl = Duration.FromTimeSpan(TimeSpan.FromSeconds(kept.RetentionSeconds)) },
        }
        : null;

    private IMessage Keep(Kept kept, IMessage answer)
    {
        namespaces[kept.Name] = kept;
        lock (Writing) File.WriteAllText(database, JsonSerializer.Serialize(namespaces.Values));
        Note($"{kept.Name} keeps {kept.RetentionSeconds / 86_400} days and [{string.Join(' ', kept.Attributes)}]");
        return answer;
    }

    private void Note(string line)
    {
        lock (Writing) File.AppendAllText($"{database}.notes", line + "\n");
    }

    private static void Refuse(HttpContext context, string method)
    {
        var status = method == "RegisterNamespace"
            ? new GrpcStatus { Code = 6, Message = "the sample has that namespace" }
            : new GrpcStatus { Code = 5, Message = "the sample has no workflows" };
        context.Response.AppendTrailer("grpc-status-details-bin", Convert.ToBase64String(status.ToByteArray()).TrimEnd('='));
        context.Response.AppendTrailer("grpc-message", status.Message);
        context.Response.AppendTrailer("grpc-status", $"{status.Code}");
    }

    private static async Task ReplyAsync(HttpContext context, IMessage message)
    {
        var bytes = message.ToByteArray();
        var prefix = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), bytes.Length);
        await context.Response.Body.WriteAsync(prefix);
        await context.Response.Body.WriteAsync(bytes);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private sealed record Kept(string Name, long RetentionSeconds, string[] Attributes);
}
