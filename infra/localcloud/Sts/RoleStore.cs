using System.Text.Json;
using PipAi.LocalCloud.Hosting;

namespace PipAi.LocalCloud.Sts;

/// <summary>
/// The roles that were registered, one file each. Files are read anew at each question: STS writes them and S3 reads them, and
/// neither has to tell the other.
/// </summary>
internal sealed class RoleStore(string folder)
{
    private readonly Lock gate = new();

    /// <summary>Every role's ARN.</summary>
    public IEnumerable<string> Arns => Directory.EnumerateFiles(folder, "*.json").Select(Load).OfType<Role>()
        .Select(role => role.Arn).Order(StringComparer.Ordinal);

    /// <summary>The role with that name, or null.</summary>
    public Role? Find(string name) => Load(FileOf(name));

    /// <summary>Adds a role or replaces it; its policies stay unless the new one brings some.</summary>
    public void Put(Role role)
    {
        lock (gate)
        {
            var policies = role.Policies.IsEmpty && Find(role.Name) is { } known ? known.Policies : role.Policies;
            Save(role with { Policies = policies });
        }
    }

    /// <summary>Changes a role.</summary>
    /// <returns>False when there is none of that name.</returns>
    public bool TryChange(string name, Func<Role, Role> change)
    {
        lock (gate)
        {
            if (Find(name) is not { } role) return false;
            Save(change(role));
            return true;
        }
    }

    /// <summary>Removes a role, if it is there.</summary>
    public void Remove(string name)
    {
        lock (gate) File.Delete(FileOf(name));
    }

    private void Save(Role role) => AtomicFile.Write(FileOf(role.Name), JsonSerializer.SerializeToUtf8Bytes(role));

    private static Role? Load(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Role>(File.ReadAllBytes(file));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string FileOf(string name) => Path.Combine(folder, Uri.EscapeDataString(name) + ".json");
}
