// Provisioner gives each claim of the StorageClass a folder of this node, and removes the folder of a released volume.
//
// The volumes are of kind local and not hostPath: the kubelet applies a pod's fsGroup to the first and not to the second.
// A new folder belongs to root, as a new disk does, so that a pod that forgot its fsGroup fails here too.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	name                  = "redisreplicaset.io/folder"
	provisionedBy         = "pv.kubernetes.io/provisioned-by"
	claimProvisioner      = "volume.kubernetes.io/storage-provisioner"
	claimNode             = "volume.kubernetes.io/selected-node"
	volumeFolderMode      = 0o755
	retryInterval         = 2 * time.Second
	requestTimeout        = 5 * time.Second
	cachedEverythingAgain = 0 // the watch alone is enough: a failed pass is repeated by retryInterval
)

type provisioner struct {
	client  kubernetes.Interface
	claims  listers.PersistentVolumeClaimLister
	volumes listers.PersistentVolumeLister
	root    string
	node    string
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "how to reach the API server")
	root := flag.String("root", "", "folder that holds the volumes")
	node := flag.String("node", "", "name of the node that has the folder")
	flag.Parse()
	if *kubeconfig == "" || *root == "" || *node == "" {
		log.Fatal("wanted -kubeconfig, -root and -node")
	}
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatal(err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		log.Fatal(err)
	}
	until, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	watched := informers.NewSharedInformerFactory(client, cachedEverythingAgain)
	claims, volumes := watched.Core().V1().PersistentVolumeClaims(), watched.Core().V1().PersistentVolumes()
	p := provisioner{client, claims.Lister(), volumes.Lister(), *root, *node}

	// One place: many changes in a row need one pass, since a pass looks at everything.
	changed := make(chan struct{}, 1)
	note := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { note() },
		UpdateFunc: func(any, any) { note() },
		DeleteFunc: func(any) { note() },
	}
	for _, informer := range []cache.SharedIndexInformer{claims.Informer(), volumes.Informer()} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			log.Fatal(err)
		}
	}
	watched.Start(until.Done())
	watched.WaitForCacheSync(until.Done())
	for {
		select {
		case <-until.Done():
			return
		case <-changed:
		}
		if err := p.pass(until); err != nil {
			log.Print(err)
			time.AfterFunc(retryInterval, note)
		}
	}
}

func (p provisioner) pass(until context.Context) error {
	bounded, cancel := context.WithTimeout(until, requestTimeout)
	defer cancel()
	claims, err := p.claims.List(labels.Everything())
	if err != nil {
		return err
	}
	for _, claim := range claims {
		if p.wantsVolume(claim) {
			if err := p.provision(bounded, claim); err != nil {
				return err
			}
		}
	}
	volumes, err := p.volumes.List(labels.Everything())
	if err != nil {
		return err
	}
	for _, volume := range volumes {
		if isReleased(volume) {
			if err := p.remove(bounded, volume); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p provisioner) wantsVolume(claim *core.PersistentVolumeClaim) bool {
	if claim.Annotations[claimProvisioner] != name || claim.Annotations[claimNode] != p.node || claim.Spec.VolumeName != "" {
		return false
	}
	_, err := p.volumes.Get(volumeName(claim))
	return errors.IsNotFound(err)
}

func volumeName(claim *core.PersistentVolumeClaim) string { return "pvc-" + string(claim.UID) }

func (p provisioner) provision(bounded context.Context, claim *core.PersistentVolumeClaim) error {
	folder := filepath.Join(p.root, volumeName(claim))
	if err := os.MkdirAll(folder, volumeFolderMode); err != nil {
		return err
	}
	hostname := core.NodeSelectorRequirement{
		Key: core.LabelHostname, Operator: core.NodeSelectorOpIn, Values: []string{p.node},
	}
	volume := &core.PersistentVolume{
		ObjectMeta: meta.ObjectMeta{Name: volumeName(claim), Annotations: map[string]string{provisionedBy: name}},
		Spec: core.PersistentVolumeSpec{
			Capacity:                      claim.Spec.Resources.Requests,
			AccessModes:                   claim.Spec.AccessModes,
			VolumeMode:                    claim.Spec.VolumeMode,
			StorageClassName:              *claim.Spec.StorageClassName,
			PersistentVolumeReclaimPolicy: core.PersistentVolumeReclaimDelete,
			PersistentVolumeSource:        core.PersistentVolumeSource{Local: &core.LocalVolumeSource{Path: folder}},
			ClaimRef: &core.ObjectReference{
				Kind: "PersistentVolumeClaim", APIVersion: "v1",
				Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID,
			},
			NodeAffinity: &core.VolumeNodeAffinity{Required: &core.NodeSelector{
				NodeSelectorTerms: []core.NodeSelectorTerm{{MatchExpressions: []core.NodeSelectorRequirement{hostname}}},
			}},
		},
	}
	_, err := p.client.CoreV1().PersistentVolumes().Create(bounded, volume, meta.CreateOptions{})
	if err != nil && !errors.IsAlreadyExists(err) {
		return err
	}
	log.Printf("%s/%s has %s", claim.Namespace, claim.Name, folder)
	return nil
}

func isReleased(volume *core.PersistentVolume) bool {
	return volume.Annotations[provisionedBy] == name &&
		volume.Status.Phase == core.VolumeReleased &&
		volume.Spec.PersistentVolumeReclaimPolicy == core.PersistentVolumeReclaimDelete
}

func (p provisioner) remove(bounded context.Context, volume *core.PersistentVolume) error {
	// Made from the name that this program gives, never from a path in an object that others can write.
	folder := filepath.Join(p.root, filepath.Base(volume.Name))
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	err := p.client.CoreV1().PersistentVolumes().Delete(bounded, volume.Name, meta.DeleteOptions{})
	if err != nil && !errors.IsNotFound(err) {
		return err
	}
	log.Printf("removed %s", folder)
	return nil
}
