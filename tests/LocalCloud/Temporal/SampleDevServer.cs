using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Stands in for <c>temporal server start-dev</c>: takes its command line and answers a few calls, which it writes down.</summary>
internal static class SampleDevServer
{
    private static readonly Lock Writing = new();

    public static async Task<int> RunAsync(string[] args)
    {
        string Option(string name) => args[Array.IndexOf(args, name) + 1];
        var notes = Option("--db-filename") + ".notes";
        Note(notes, string.Join(' ', args.Select(arg => arg == Option("--port") ? "PORT" : arg)));
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Parse(Option("--ip")), int.Parse(Option("--port"), CultureInfo.InvariantCulture), listen => listen.Protocols = HttpProtocols.Http2));
        var application = builder.Build();
        application.Run(context => AnswerAsync(context, notes));
        await application.RunAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context, string notes)
    {
        var method = context.Request.Path.Value!.Split('/')[^1];
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = body.ToArray()[5..];
        Note(notes, $"{method} authorization '{context.Request.Headers.Authorization}'");
        context.Response.ContentType = "application/grpc";
        switch (method)
        {
            case "CountWorkflowExecutions":
                var count = CountWorkflowExecutionsRequest.Parser.ParseFrom(request);
                await ReplyAsync(context, new CountWorkflowExecutionsResponse { Count = count.Query.Length });
                break;
            case "DescribeWorkflowExecution":
                var status = new GrpcStatus { Code = 5, Message = "the sample has no workflows" };
                context.Response.AppendTrailer("grpc-status-details-bin", Convert.ToBase64String(status.ToByteArray()).TrimEnd('='));
                context.Response.AppendTrailer("grpc-message", status.Message);
                context.Response.AppendTrailer("grpc-status", "5");
                break;
            default:
                await ReplyAsync(context, new GetSystemInfoResponse());
                break;
        }
    }

    private static void Note(string notes, string line)
    {
        lock (Writing) File.AppendAllText(notes, line + "\n");
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
}
