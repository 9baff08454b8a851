using System.Collections.Concurrent;
using System.Text.Json;
using PipAi.LocalCloud.Hosting;

namespace PipAi.LocalCloud.Sts;

/// <summary>The roles that were registered, one file each.</summary>
internal sealed class RoleStore
{
    private readonly ConcurrentDictionary<string, Role> roles = new(StringComparer.Ordinal);
    private readonly string folder;

    /// <summary>Opens the store and reads what an earlier process left.</summary>
    public RoleStore(string folder)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            var role = JsonSerializer.Deserialize<Role>(File.ReadAllBytes(file))!;
            roles[role.Arn] = role;
        }
    }

    /// <summary>Every role's ARN.</summary>
    public IEnumerable<string> Arns => roles.Keys.Order(StringComparer.Ordinal);

    /// <summary>The role with that ARN, or null.</summary>
    public Role? Find(string arn) => roles.GetValueOrDefault(arn);

    /// <summary>Adds a role or replaces it.</summary>
    public void Put(Role role)
    {
        AtomicFile.Write(FileOf(role.Arn), JsonSerializer.SerializeToUtf8Bytes(role));
        roles[role.Arn] = role;
    }

    /// <summary>Removes a role, if it is there.</summary>
    public void Remove(string arn)
    {
        roles.TryRemove(arn, out _);
        File.Delete(FileOf(arn));
    }

    private string FileOf(string arn) => Path.Combine(folder, Uri.EscapeDataString(arn) + ".json");
}
