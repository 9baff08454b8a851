#pragma warning disable
using PipAi.Cli.Commands; using PipAi.LocalCloud.Hosting; using System.CommandLine;
namespace PipAi.Cli.Rehearsal { internal sealed class LocalRegionFault(CloudEndpoints e) : PipAi.Operations.Drills.IRegionFault { public Task BreakAsync(string r, CancellationToken c) => Task.CompletedTask; public Task RestoreAsync(string r, CancellationToken c) => Task.CompletedTask; } }
namespace PipAi.Cli.Commands { internal static class CloudVerbs { public static Command Create(Sessions s) => new("cloud"); } internal static class StatusVerb { public static Command Create(Sessions s) => new("status"); } }
