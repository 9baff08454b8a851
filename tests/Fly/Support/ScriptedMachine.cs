using System.Text.Json.Nodes;

namespace PipAi.Fly.Tests.Support;

/// <summary>One app with machines that behave by the book, on a scripted server; a test overrides the rule that is its subject.</summary>
internal sealed class ScriptedMachine
{
    private readonly ScriptedFly fly;
    private int version;
    private string? nonce;

    public ScriptedMachine(ScriptedFly fly)
    {
        this.fly = fly;
        fly.On("GET /apps/demo/machines", _ => ScriptedAnswer.Ok(new JsonArray([.. All.Select(machine => machine.DeepClone())])));
        fly.On("POST /apps/demo/machines", Create);
        fly.On("GET /apps/demo/machines/*", request => Find(request) is { } machine ? ScriptedAnswer.Ok(machine.DeepClone()) : Missing);
        fly.On("POST /apps/demo/machines/*", Update);
        fly.On("DELETE /apps/demo/machines/*", Delete);
        fly.On("GET /apps/demo/machines/*/wait", Wait);
        fly.On("POST /apps/demo/machines/*/lease", Lease);
        fly.On("DELETE /apps/demo/machines/*/lease", _ => Release());
        fly.On("POST /apps/demo/machines/*/cordon", request => Set(request, "cordoned", true));
        fly.On("POST /apps/demo/machines/*/uncordon", request => Set(request, "cordoned", false));
        fly.On("POST /apps/demo/machines/*/start", request => Set(request, "state", "started"));
        fly.On("POST /apps/demo/machines/*/stop", request => Set(request, "state", "stopped"));
        fly.On("POST /apps/demo/machines/*/metadata/*", request => ScriptedAnswer.Ok());
        fly.On("DELETE /apps/demo/machines/*/metadata/*", request => ScriptedAnswer.Ok());
    }

    public List<JsonObject> All { get; } = [];

    public JsonObject Only => All.Single();

    /// <summary>Status of the check of each new version; “passing” unless the test says otherwise.</summary>
    public Func<JsonObject, string> CheckStatus { get; set; } = _ => "passing";

    /// <summary>How old the results of checks are.</summary>
    public TimeSpan CheckAge { get; set; } = TimeSpan.Zero;

    public ScriptedAnswer Create(ScriptedRequest request)
    {
        var machine = new JsonObject
        {
            ["id"] = $"{All.Count + 1:d14}",
            ["name"] = request.Body!["name"]!.DeepClone(),
            ["region"] = request.Body["region"]!.DeepClone(),
            ["cordoned"] = request.Body["skip_service_registration"]!.DeepClone(),
            ["private_ip"] = "fdaa::1",
        };
        All.Add(machine);
        return ScriptedAnswer.Ok(NewVersion(machine, request.Body).DeepClone());
    }

    private ScriptedAnswer Update(ScriptedRequest request)
    {
        if (Find(request) is not { } machine) return Missing;
        if (request.Nonce != nonce) return ScriptedAnswer.Error(409, "lease currently held by somebody else");
        if (request.Body!["current_version"]!.GetValue<string>() != machine["instance_id"]!.GetValue<string>())
            return ScriptedAnswer.Error(409, "stale version");
        return ScriptedAnswer.Ok(NewVersion(machine, request.Body).DeepClone());
    }

    private JsonObject NewVersion(JsonObject machine, JsonObject body)
    {
        var now = fly.Time.GetUtcNow();
        machine["instance_id"] = $"{++version:d26}";
        machine["config"] = body["config"]!.DeepClone();
        machine["state"] = body["skip_launch"]!.GetValue<bool>() ? "stopped" : "started";
        machine["updated_at"] = now.ToString("O");
        machine["checks"] = new JsonArray([.. (body["config"]!["checks"] as JsonObject ?? []).Select(check => new JsonObject
        {
            ["name"] = check.Key, ["status"] = CheckStatus(machine), ["output"] = "said the program",
            ["updated_at"] = (now - CheckAge).ToString("O"),
        })]);
        return machine;
    }

    private ScriptedAnswer Wait(ScriptedRequest request)
    {
        if (int.Parse(request.Query["timeout"], System.Globalization.CultureInfo.InvariantCulture) is < 1 or > 60)
            return ScriptedAnswer.Error(400, "value must be inside range [1s, 1m0s]");
        if (Find(request) is not { } machine) return Missing;
        var state = machine["state"]!.GetValue<string>();
        return state == request.Query["state"]
            ? ScriptedAnswer.Ok(new JsonObject { ["ok"] = true, ["state"] = state })
            : ScriptedAnswer.Error(408, "deadline_exceeded");
    }

    private ScriptedAnswer Lease(ScriptedRequest request)
    {
        nonce = request.Nonce.Length > 0 ? request.Nonce : Guid.NewGuid().ToString("n");
        return new ScriptedAnswer(201, new JsonObject { ["status"] = "success", ["data"] = new JsonObject { ["nonce"] = nonce } });
    }

    private ScriptedAnswer Release()
    {
        nonce = null;
        return new ScriptedAnswer(204, null);
    }

    private ScriptedAnswer Delete(ScriptedRequest request)
    {
        if (Find(request) is not { } machine) return Missing;
        if (machine["state"]!.GetValue<string>() == "started" && !request.Query.ContainsKey("force"))
            return ScriptedAnswer.Error(400, "machine must be stopped first");
        All.Remove(machine);
        return ScriptedAnswer.Ok();
    }

    private ScriptedAnswer Set(ScriptedRequest request, string name, JsonNode value)
    {
        if (Find(request) is not { } machine) return Missing;
        machine[name] = value;
        return ScriptedAnswer.Ok(new JsonObject { ["ok"] = true });
    }

    private JsonObject? Find(ScriptedRequest request) =>
        All.Find(machine => request.Line.Split('/').Contains(machine["id"]!.GetValue<string>()));

    private static ScriptedAnswer Missing => ScriptedAnswer.Error(404, "machine not found");
}
