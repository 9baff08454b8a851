using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>A machine that may serve a request.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Service">Its service that does.</param>
internal sealed record Route(MachineRecord Machine, ServiceConfig Service);
