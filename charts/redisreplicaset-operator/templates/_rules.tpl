{{- /*
What the operator may do where it looks after sets. One list, for the ClusterRole and for each Role.

Of a set it changes the status, and takes annotations away that were commands; it reads a Secret by its name and lists
none; it deletes pods and volumes, and leaves the rest to the garbage collector; it runs nothing in a pod.
*/}}
{{- define "rrs.rules" -}}
- apiGroups: [redisreplicaset.io]
  resources: [redisreplicasets]
  verbs: [get, list, patch, watch]
- apiGroups: [redisreplicaset.io]
  resources: [redisreplicasets/status]
  verbs: [get, patch, update]
# To own an object and block its owner's deletion, where a cluster asks for that.
- apiGroups: [redisreplicaset.io]
  resources: [redisreplicasets/finalizers]
  verbs: [update]
- apiGroups: [""]
  resources: [persistentvolumeclaims, pods]
  verbs: [create, delete, get, list, patch, watch]
- apiGroups: [""]
  resources: [serviceaccounts, services]
  verbs: [create, get, list, patch, watch]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [create, get, list, patch, watch]
- apiGroups: [""]
  resources: [secrets]
  verbs: [create, get]
- apiGroups: ["", events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}
