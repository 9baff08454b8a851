using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace PipAi.LocalCloud.Temporal.Protocol;

/// <summary>
/// gRPC's own description of each method, made once: a channel remembers every description it was ever called with, so a new one
/// for each call would never be given back.
/// </summary>
internal static class WireMethods
{
    private static readonly ConcurrentDictionary<MethodDescriptor, Method<IMessage, IMessage>> Known = new();

    /// <summary>The description of a method.</summary>
    public static Method<IMessage, IMessage> Of(MethodDescriptor method) => Known.GetOrAdd(method, static method => new(
        MethodType.Unary, method.Service.FullName, method.Name, Marshal(method.InputType.Parser), Marshal(method.OutputType.Parser)));

    private static Marshaller<IMessage> Marshal(MessageParser parser) =>
        Marshallers.Create<IMessage>(message => message.ToByteArray(), parser.ParseFrom);
}
