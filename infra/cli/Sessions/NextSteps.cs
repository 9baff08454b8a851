using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Services;

namespace PipAi.Cli.Sessions;

/// <summary>What a person may want to try after a deployment.</summary>
internal static class NextSteps
{
    public static void Write(Session session, CloudEndpoints endpoints)
    {
        var stack = session.Stack;
        session.Terminal.Output.WriteLine(
            $"""

            The platform runs on this machine until you destroy it. Try:
                ./pipai status --stack {stack}
                ./pipai document tests/EndToEnd/Documents/regional-failover-runbook.pdf --stack {stack}
                ./pipai drill region --region iad --stack {stack}
                ./pipai destroy --stack {stack} --yes
            A public name such as app.fly.dev answers at http://app.fly.dev.localhost:{endpoints.Ports[VendorNames.Proxy]}
            """);
    }
}
